import { convertFile } from 'xlsx-to-csv';

/**
 * calamine, a native program, as npm brings it: the fastest reader of xlsx there that was found. It gives csv, which goes nowhere,
 * and does not say how many rows it saw. Argument: the xlsx file.
 */
const said = convertFile(process.argv[2], { delimiter: ',', dest: process.platform === 'win32' ? 'NUL' : '/dev/null' });
if (/[^,\s]/.test(said)) throw new Error(said);
