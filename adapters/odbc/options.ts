import { option } from '../../core/options/option.ts';

/** What a connection by ODBC takes, for this adapter and for those of products that can use it. */
export const odbcOptions = {
  connection: option.text({
    summary: 'What the driver is told: the driver or the data source, server and database, without user and password.',
    example: 'Driver=PostgreSQL Unicode;Server=db1.example.com;Database=inventory',
  }),
  user: option.text({ summary: 'The login, unless the driver takes the account that runs the program.' }),
  password: option.secret({ summary: 'Its password.' }),
  memoryMb: option.integer({
    minimum: 128,
    maximum: 65_536,
    default: 1024,
    summary: 'How much memory the process with the driver may take.',
  }),
} as const;
