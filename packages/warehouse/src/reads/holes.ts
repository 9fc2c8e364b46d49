import type { Store } from '../store/store.ts';

/** How far a consumer group has read a partition. */
export interface ReadPosition {
  topic: string;
  partition: number;
  /** first offset that the broker keeps */
  low: bigint;
  /** next offset of the group; null where it never committed */
  committed: bigint | null;
}

/** Offsets, both inclusive, of messages that are neither in the ledger nor among the rejects. */
export interface Hole {
  topic: string;
  partition: number;
  from: string;
  to: string;
}

/** Holes named of one partition; more than so many are as bad as so many. */
const MOST = 100;

interface Extent {
  topic: string;
  partition: number;
  first: string;
  last: string;
  accounted: string;
}

/** Offsets fit 64 bits; a bitmap of them takes next to nothing where they follow each other, and counts each once. */
const EXTENTS = `SELECT topic, partition, toString(min(o)) AS first, toString(max(o)) AS last, toString(groupBitmap(o)) AS accounted
FROM (
  SELECT topic, partition, toUInt64(offset) AS o FROM ledger
  UNION ALL
  SELECT topic, partition, toUInt64(offset) AS o FROM rejects
  UNION ALL
  SELECT topic, partition, arrayJoin(range(toUInt64(first_offset), toUInt64(last_offset) + 1)) AS o FROM offset_gaps
)
GROUP BY topic, partition ORDER BY topic, partition`;

const HOLES = `SELECT toString(before + 1) AS from, toString(first - 1) AS to FROM (
  SELECT first, row_number() OVER (ORDER BY first, last) AS nth,
    max(last) OVER (ORDER BY first, last ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM (
    SELECT offset AS first, offset AS last FROM ledger WHERE topic = {topic:String} AND partition = {partition:UInt32}
    UNION ALL
    SELECT offset, offset FROM rejects WHERE topic = {topic:String} AND partition = {partition:UInt32}
    UNION ALL
    SELECT first_offset, last_offset FROM offset_gaps WHERE topic = {topic:String} AND partition = {partition:UInt32}
  )
)
WHERE nth > 1 AND first > before + 1 ORDER BY first LIMIT ${MOST}`;

/**
 * The balance by coordinates: every offset between the first and the last held of a partition, and, where its position is given,
 * from the broker's first to the last committed, is in the ledger, among the rejects, or was passed over by the broker (a marker of
 * a transaction). Gives what is in none of them; empty = it holds.
 */
export async function findHoles(store: Store, positions: readonly ReadPosition[] = []): Promise<Hole[]> {
  const extents = await store.query<Extent>(EXTENTS);
  const inner: Hole[] = [];
  for (const extent of extents.filter(isBroken)) inner.push(...(await holesIn(store, extent)));
  const outer = positions.flatMap((position) =>
    edges(
      position,
      extents.find((one) => isSame(one, position)),
    ),
  );
  return [...inner, ...outer];
}

/** ms after which a batch's rejects have long followed its ledger rows. */
const SETTLED = 600_000;

/** Holes before messages that were processed ten minutes before `now` (ms) or earlier: none of them is a batch on its way. */
export async function settledHoles(store: Store, now: number): Promise<Hole[]> {
  const holes = await findHoles(store);
  if (holes.length === 0) return [];
  const ends = await store.query<{ topic: string; partition: number; last: string }>(
    `SELECT topic, partition, toString(max(offset)) AS last FROM ledger WHERE processed_at <= {until:Int64}
GROUP BY topic, partition`,
    { until: now - SETTLED },
  );
  return holes.filter((hole) => ends.some((end) => isSame(end, hole) && BigInt(hole.from) < BigInt(end.last)));
}

function isBroken({ first, last, accounted }: Extent): boolean {
  return BigInt(accounted) !== BigInt(last) - BigInt(first) + 1n;
}

async function holesIn(store: Store, { topic, partition }: Extent): Promise<Hole[]> {
  const rows = await store.query<Pick<Hole, 'from' | 'to'>>(HOLES, { topic, partition });
  return rows.map(({ from, to }) => ({ topic, partition, from, to }));
}

function isSame(one: { topic: string; partition: number }, other: { topic: string; partition: number }): boolean {
  return one.topic === other.topic && one.partition === other.partition;
}

/** What was committed before the first offset accounted for, and after the last. */
function edges({ topic, partition, low, committed }: ReadPosition, extent: Extent | undefined): Hole[] {
  if (committed === null || committed <= low) return [];
  const hole = (from: bigint, to: bigint): Hole[] =>
    from > to ? [] : [{ topic, partition, from: String(from), to: String(to) }];
  if (extent === undefined) return hole(low, committed - 1n);
  return [...hole(low, BigInt(extent.first) - 1n), ...hole(BigInt(extent.last) + 1n, committed - 1n)];
}
