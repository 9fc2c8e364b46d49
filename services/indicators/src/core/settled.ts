/** A partition's end and what a group has committed of it. */
export interface Mark {
  high: bigint;
  committed: bigint | null;
}

/** Whether a group has read every partition to its end; one that holds nothing has been read. */
export function isReadToEnd(marks: readonly Mark[]): boolean {
  return marks.every(({ high, committed }) => high === 0n || (committed !== null && committed >= high));
}
