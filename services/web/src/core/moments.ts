/** A moment (ms) as the contract writes it: RFC 3339 in +08:00. */
export function shanghai(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
}
