import { personals } from '../adapter/contract.ts';
import type { Command } from './command.ts';
import { set, sourceName } from './common-options.ts';

/** The commands that look at a source. */
export const sourceCommands: readonly Command[] = [
  {
    name: 'probe',
    summary:
      'Connect to the source of a source file, and say what it is, what it has and what is missing. No row is read.',
    args: [sourceName],
    options: [
      {
        flags: '--mappings <path>',
        summary: 'mappings, a file or a folder: says which of their fields get no values from this source',
      },
      set,
    ],
    examples: [
      { call: 'tributary probe sccm-emea.yaml', says: 'server, version, login, encryption, driver, datasets' },
      {
        call: 'tributary probe sccm-emea.yaml --mappings mappings/sccm',
        says: 'and what the site lacks for the shipped mappings',
      },
    ],
    load: () => import('./commands/probe.ts'),
  },
  {
    name: 'datasets',
    summary: 'List the datasets of the source of a source file, with their columns and types.',
    args: [sourceName],
    options: [
      {
        flags: '--catalog',
        summary: 'print a catalog to keep: datasets, and the views that they read; check --catalog compares with it',
      },
      { flags: '--dataset <name>', summary: 'this one alone' },
      set,
    ],
    examples: [
      { call: 'tributary datasets sccm-emea.yaml --json', says: 'for programs' },
      {
        call: 'tributary datasets sccm-emea.yaml --catalog > sccm-emea.catalog.json',
        says: 'what the site has today; no row, login or name of a server is in it',
      },
    ],
    load: () => import('./commands/datasets.ts'),
  },
  {
    name: 'capture',
    summary:
      'Record some rows of the source of a source file, with other names in them: then mappings are tried without it.',
    description:
      'The folder is a source: name it with --source in preview, run, check, datasets, probe and diff. Names of machines and people, accounts, addresses and serial numbers are replaced, the same by the same everywhere, in the shape that they had. Columns of text of which nobody has said what they are are replaced as well, unless --keep names them. What was done with each column is shown, and stands in capture.json.',
    args: [sourceName],
    options: [
      { flags: '--out <folder>', summary: 'the folder to write, new or empty (default: ./capture)' },
      {
        flags: '--dataset <name...>',
        summary: 'the datasets to record (default: all that have a query; tables and classes are named)',
      },
      {
        flags: '--rows <number>',
        summary: 'how many rows of each; of datasets that share devices, all rows of so many of them (default: 100)',
      },
      { flags: '--by <column>', summary: 'the column that datasets share, if they do not say so themselves' },
      { flags: '--keep <column...>', summary: 'columns of text that stay, as COLUMN or DATASET.COLUMN' },
      {
        flags: '--replace <column=kind...>',
        summary: `columns to replace, with what they are: ${personals.join(', ')}`,
      },
      { flags: '--name <name>', summary: 'what the capture is called (default: the adapter, and -capture)' },
      {
        flags: '--secret <reference>',
        summary:
          'env:NAME or file:PATH of what substitutes are made by: captures with the same secret agree; without it each has its own, which nobody knows',
      },
      set,
    ],
    examples: [
      {
        call: 'tributary capture sccm-emea.yaml --rows 50 --out captures/emea',
        says: 'all datasets of the same 50 devices',
      },
      {
        call: 'tributary preview mappings/sccm/computers.yaml --source captures/emea',
        says: 'then without the server',
      },
    ],
    load: () => import('./commands/capture.ts'),
  },
];
