import { codes } from '../code.ts';

/** Faults of mapping files. */
export const mappingCodes = codes({
  'mapping/unreadable': {
    kind: 'config',
    summary: 'The mapping file could not be read.',
    cause: 'It does not exist, is a folder, or may not be read by this account.',
    remedy: 'Check the path and the rights.',
  },
  'mapping/not-yaml': {
    kind: 'config',
    summary: 'The file is not well-formed YAML.',
    cause: 'Usually an indentation, a missing quote, or a colon inside an unquoted text.',
    remedy: 'Correct the line that is named.',
  },
  'mapping/unknown-property': {
    kind: 'config',
    summary: 'The mapping has a property that is not part of the format.',
    cause: 'A misspelt name, or a property in the wrong place.',
    remedy: 'See docs/mapping.md for the properties of each place.',
  },
  'mapping/missing-property': {
    kind: 'config',
    summary: 'A property that every mapping needs is missing.',
    cause: 'It was left out; some things, such as completeness, have no default on purpose.',
    remedy: 'Add the property.',
  },
  'mapping/wrong-value': {
    kind: 'config',
    summary: 'A property has a value of the wrong kind.',
    cause: 'A text where a list is expected, a number out of range, a choice that does not exist.',
    remedy: 'The message says what is expected.',
  },
  'mapping/syntax': {
    kind: 'config',
    summary: 'An expression can not be parsed.',
    cause: 'A missing parenthesis or quote, or an operator that the language does not have.',
    remedy: 'Correct the expression at the column that is named; docs/mapping.md has the grammar.',
  },
  'mapping/unknown-column': {
    kind: 'config',
    summary: 'An expression names a column that the dataset does not have.',
    cause: 'A misspelt name, or a column that is no longer exported.',
    remedy: 'Correct the name, or declare the column under columns: if it may be missing.',
  },
  'mapping/unknown-function': {
    kind: 'config',
    summary: 'An expression calls a function that does not exist.',
    cause: 'A misspelt name.',
    remedy: 'docs/functions.md lists every function.',
  },
  'mapping/wrong-arguments': {
    kind: 'config',
    summary: 'A function is given too few, too many or impossible arguments.',
    cause: 'An argument was forgotten or a pattern is not valid.',
    remedy: 'docs/functions.md shows each function with examples.',
  },
  'mapping/wrong-type': {
    kind: 'config',
    summary: 'An expression has a type that its place can not take.',
    cause: 'For example a date given to a field of type instant, or text given to a function of numbers.',
    remedy: 'Convert the value with a function; the message names one where there is one.',
  },
  'mapping/unknown-entity': {
    kind: 'config',
    summary: 'A record names an entity that the model does not have.',
    cause: 'A misspelt name.',
    remedy: 'docs/model.md lists every entity.',
  },
  'mapping/unknown-field': {
    kind: 'config',
    summary: 'A record names a field that its entity does not have.',
    cause: 'A misspelt name.',
    remedy: 'docs/model.md lists the fields of each entity; fields of your own go under custom.',
  },
  'mapping/missing-field': {
    kind: 'config',
    summary: 'A key or required field of the entity is not mapped.',
    cause: 'Records without it could never be written.',
    remedy: 'Map the field.',
  },
  'mapping/unknown-lookup': {
    kind: 'config',
    summary: 'An expression uses a lookup table that the mapping does not have.',
    cause: 'A misspelt name, or the table was never declared.',
    remedy: 'Declare it under lookups.',
  },
  'mapping/lookup-file': {
    kind: 'config',
    summary: 'The file of a lookup table could not be used.',
    cause: 'It is missing, lies outside the folder of the mapping, or has not the columns that are named.',
    remedy: 'Correct the path or the column names.',
  },
  'mapping/unknown-adapter': {
    kind: 'config',
    summary: 'The source names an adapter that does not exist.',
    cause: 'A misspelt name.',
    remedy: 'tributary --help lists the adapters.',
  },
  'mapping/cycle': {
    kind: 'config',
    summary: 'The references between the entities of a mapping form a cycle.',
    cause: 'Each of the entities waits for another one to be written first.',
    remedy: 'Leave out one of the references that are named; an entity may refer to itself.',
  },
  'mapping/contradiction': {
    kind: 'config',
    summary: 'Mappings that are run together contradict each other.',
    cause: 'They have the same name, claim all records of an entity in different scopes, or give one field two types.',
    remedy: 'Change one of the mappings that are named, or run them apart.',
  },
  'mapping/extends': {
    kind: 'config',
    summary: 'The mapping that is extended could not be used.',
    cause: 'It does not exist, or the mappings extend each other in a circle.',
    remedy: 'Correct the path after extends.',
  },
  'mapping/no-fit': {
    kind: 'config',
    summary: 'No mapping fits the file.',
    cause: 'Its columns match neither a mapping at hand nor anything that can be guessed.',
    remedy: 'Write a mapping: tributary guess FILE > mapping.yaml is a start. Then import with --mapping.',
  },
  'mapping/tie': {
    kind: 'config',
    summary: 'Several mappings fit the file equally well.',
    cause: 'The columns do not tell which one is meant.',
    remedy: 'Name one with --mapping.',
  },
  'mapping/guess-unconfirmed': {
    kind: 'config',
    summary: 'The mapping is a guess that nobody has confirmed.',
    cause: 'No mapping at hand fits the file, and there is no terminal to ask on.',
    remedy: 'Look at it with tributary guess FILE, then import with --yes, or save it and import with --mapping.',
  },
  'mapping/drift': {
    kind: 'config',
    summary: 'The columns of the dataset have changed and the mapping says that they must not.',
    cause: 'The mapping has drift: freeze.',
    remedy: 'Adapt the mapping, or choose another drift policy.',
  },
  'mapping/no-tests': {
    kind: 'config',
    summary: 'A mapping has no tests.',
    cause: 'tributary test was given a mapping without a tests section.',
    remedy: 'Add tests; docs/mapping.md shows how.',
  },
});
