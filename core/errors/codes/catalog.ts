import { codes } from '../code.ts';

/** Faults of recorded catalogs. */
export const catalogCodes = codes({
  'catalog/wrong-file': {
    kind: 'config',
    summary: 'The file is no recorded catalog that can be used.',
    cause: 'It can not be read, is another kind of file, or was changed by hand.',
    remedy: 'Record it again with tributary datasets SOURCE.yaml --catalog > FILE.',
  },
  'catalog/newer-format': {
    kind: 'config',
    summary: 'The catalog was recorded by a newer release.',
    cause: 'Its format has a higher number than this release knows.',
    remedy: 'Update Tributary, or record the catalog again with this release.',
  },
});
