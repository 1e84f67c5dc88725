import db2 from '../../adapters/db2/adapter.ts';
import { testAdapter } from '../conformance/suite.ts';

// As the sample has it.
process.env.DB2_PASSWORD = 'none';

testAdapter(db2, {
  lacking: 'no DB2 runs here',
  options: {},
  rows: 0,
  hostile: {},
  makeLarge: async () => ({}),
});
