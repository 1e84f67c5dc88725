/** Shown with what the server says of itself. */
export const licence =
  'A DB2 that came with another product of IBM may be read by that product alone: reading it from here needs a DB2 licence that allows it.';
