/** The last line of a contender: what it did, and the most memory that its process ever held. */
export function report(rows: number): void {
  process.stdout.write(
    `${JSON.stringify({ rows, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`,
  );
}
