/** How far a consumer group has read a partition, and how far it could. */
export interface Position {
  topic: string;
  partition: number;
  low: bigint;
  high: bigint;
  committed: bigint | null;
}

/** Since when (monotonic ms) a partition stands where it stands. */
interface Standing {
  next: bigint;
  since: number;
}

export type Standings = ReadonlyMap<string, Standing>;

/** Where each partition stands after a look; one that has moved, or has nothing to read, stands there from now. */
export function standingsAfter(before: Standings, positions: readonly Position[], now: number): Standings {
  return new Map(
    positions.map((position) => {
      const next = nextOf(position);
      const held = before.get(placeOf(position));
      const isStill = held?.next === next && lagOf(position) > 0;
      return [placeOf(position), isStill ? held : { next, since: now }] as const;
    }),
  );
}

export interface Stalled {
  topic: string;
  partition: number;
  /** offset that it does not get past */
  next: string;
  lag: number;
  /** ms */
  standsFor: number;
}

/** Partitions that have had something to read for longer than `limitMs`, and committed nothing. */
export function stalled(
  standings: Standings,
  positions: readonly Position[],
  { now, limitMs }: { now: number; limitMs: number },
): Stalled[] {
  return positions.flatMap((position) => {
    const held = standings.get(placeOf(position));
    const standsFor = held === undefined ? 0 : now - held.since;
    if (standsFor <= limitMs) return [];
    const { topic, partition } = position;
    return [{ topic, partition, next: String(nextOf(position)), lag: lagOf(position), standsFor }];
  });
}

export function stalledText(found: readonly Stalled[]): string | null {
  const [first] = found;
  if (first === undefined) return null;
  const more = found.length > 1 ? ` and ${found.length - 1} more partitions` : '';
  const { topic, partition, next, lag, standsFor } = first;
  return `${topic}/${partition} has stood at offset ${next} for ${Math.round(standsFor / 1_000)} s with ${lag} messages to read${more}`;
}

/** Messages that wait. */
export function lagOf(position: Position): number {
  return Number(position.high - nextOf(position));
}

function nextOf({ low, committed }: Position): bigint {
  return committed === null || committed < low ? low : committed;
}

export function placeOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}
