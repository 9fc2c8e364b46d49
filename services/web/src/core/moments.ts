/** A moment (ms) as the contract writes it: RFC 3339 in +08:00. */
export function shanghai(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
}

/** A moment (ms or RFC 3339) to the minute in Beijing time, for columns whose heading says so: 2026-10-26 08:00. */
export function minute(moment: number | string): string {
  return shanghai(typeof moment === 'number' ? moment : Date.parse(moment))
    .slice(0, 16)
    .replace('T', ' ');
}
