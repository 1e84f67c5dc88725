import { dots, type Issue } from '../issue.ts';
import { count } from '../ledger.ts';
import type { Run } from './state.ts';

/** Counts an issue that came to light after mapping, and returns its line. Values that the mapping masks are dots. */
export function lateIssue(run: Run, issue: Issue): string {
  count(run.issueCounts, issue.code);
  if (issue.field === undefined || !run.masked(issue.entity, issue.field)) return JSON.stringify(issue);
  // What a duplicate expects is a value too: that of the first row.
  return JSON.stringify({ ...issue, expected: issue.other === undefined ? issue.expected : dots, found: dots });
}
