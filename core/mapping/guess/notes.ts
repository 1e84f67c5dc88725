/** Takes notes while records are drafted. */
export class Notes {
  readonly sentences: string[] = [];
  readonly questions: string[] = [];
  readonly used = new Set<string>();
  readonly reasons = new Map<string, string>();

  add(other: Notes): void {
    this.sentences.push(...other.sentences);
    this.questions.push(...other.questions);
    for (const column of other.used) this.used.add(column);
    for (const [column, reason] of other.reasons) this.reasons.set(column, reason);
  }
}
