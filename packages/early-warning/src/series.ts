/** Counts of consecutive weeks, oldest first, the tested week last; null = not known, which is not zero. */
export type Series = readonly (number | null)[];

/** What one method says of the tested week: it signals where more than `limit` was observed. */
export interface Limit {
  expected: number;
  limit: number;
}
