/** One JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Progress and diagnostics. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A moment as the contract writes it: RFC 3339 in +08:00. */
export function shanghai(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
}
