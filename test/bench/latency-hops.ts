import { KafkaBatchServer } from '@duqing/kafka';
import type { Store } from '@duqing/warehouse';
import { rounded, type BenchRow } from './bench.ts';
import { until, type Rig } from './ingest/rig.ts';

const TOPICS = ['duqing.cases', 'duqing.changed', 'duqing.indicators', 'duqing.alerts'];

/** One message between two services. */
interface Seen {
  topic: string;
  /** ms since 1970, by the broker */
  at: number;
  key: string;
  text: string;
  /** ms since 1970: when the work that ended in this message began; null where its sender does not say */
  began: number | null;
}

/** Everything that was seen on the way since it was started. */
export interface Tap {
  seen: readonly Seen[];
  close(): Promise<void>;
}

/** Reads along on every topic between the services. */
export async function startTap({ kafka }: Pick<Rig, 'kafka'>): Promise<Tap> {
  const seen: Seen[] = [];
  const server = new KafkaBatchServer({ ...kafka, groupId: 'bench-tap', concurrency: TOPICS.length });
  for (const topic of TOPICS)
    server.onBatch(topic, async ({ messages }) => {
      for (const { key, value, appendedAt, headers } of messages) {
        const began = headers['duqing-began'];
        seen.push({
          topic,
          at: appendedAt,
          key: textOf(key),
          text: textOf(value),
          began: began === undefined ? null : Number(textOf(began)),
        });
      }
    });
  await new Promise<void>((resolve, reject) => {
    void server.listen((error) => (error === undefined ? resolve() : reject(error as Error)));
  });
  return { seen, close: async () => server.close() };
}

function textOf(bytes: Uint8Array | null): string {
  return Buffer.from(bytes ?? []).toString();
}

const HOPS = [
  'produced → in the topic',
  'in the topic → ingest begins its batch',
  'ingest: ledger and facts durable, change published',
  'change published → alerts begins its look',
  'alerts: look, transition durable, published',
  'alerts: letters, handed to the channel',
  'beside it: change published → indicators begins its pass',
  'beside it: indicators’ pass, vintages durable, keys published',
] as const;

/** ms by hop; null where what bounds it was not seen. */
export type Hops = Record<(typeof HOPS)[number], number | null>;

interface Probe {
  tap: Tap;
  store: Store;
  subject: string;
  /** ms since 1970 */
  sentAt: number;
  toldAt: number;
}

/** What a probe waited for, hop by hop; the area and quarter of a probe must be its own among all that is sent. */
export async function hopsOf({ tap, store, subject, sentAt, toldAt }: Probe): Promise<Hops> {
  const transition = await until(`the transition of ${subject} on its topic`, async () => {
    return tap.seen.find(({ topic, text }) => topic === 'duqing.alerts' && text.includes(`"${subject}"`)) ?? null;
  });
  const [row] = await store.query<{ began: number; region: string; quarter: string }>(
    `SELECT ledger.processed_at AS began, filed.region AS region, filed.quarter AS quarter FROM ledger
INNER JOIN (SELECT region, quarter, subject FROM facts_case_filed FINAL) AS filed ON filed.subject = ledger.subject
WHERE ledger.subject = {subject:String}`,
    { subject },
  );
  const sent = tap.seen.find(({ topic, key }) => topic === 'duqing.cases' && key === subject);
  const changed = tap.seen.find(
    ({ topic, at, text }) =>
      topic === 'duqing.changed' &&
      at >= (sent?.at ?? Infinity) &&
      text.includes(`"${row?.region}"`) &&
      text.includes(`"${row?.quarter}"`),
  );
  const passed = await until(`the pass after ${subject}`, async () => passAfter(tap, changed, row?.quarter ?? ''));
  return {
    'produced → in the topic': between(sentAt, sent?.at),
    'in the topic → ingest begins its batch': between(sent?.at, row?.began),
    'ingest: ledger and facts durable, change published': between(row?.began, changed?.at),
    'change published → alerts begins its look': between(changed?.at, transition.began),
    'alerts: look, transition durable, published': between(transition.began, transition.at),
    'alerts: letters, handed to the channel': between(transition.at, toldAt),
    'beside it: change published → indicators begins its pass': between(changed?.at, passed.began),
    'beside it: indicators’ pass, vintages durable, keys published': between(passed.began, passed.at),
  };
}

function between(from: number | null | undefined, to: number | null | undefined): number | null {
  return from == null || to == null ? null : to - from;
}

/** The first pass over the quarter that began when the change was known. */
function passAfter(tap: Tap, changed: Seen | undefined, quarter: string): Seen | null {
  const isAfter = ({ topic, at, began, text }: Seen): boolean =>
    topic === 'duqing.indicators' && (began ?? at) >= (changed?.at ?? 0) && text.includes(`"${quarter}"`);
  return tap.seen.find(isAfter) ?? null;
}

/** Median and p95 of each hop over all probes: where the time of the whole way goes. */
export function hopRows(all: readonly Hops[]): BenchRow[] {
  return HOPS.flatMap((hop) => {
    const values = all.map((hops) => hops[hop]).filter((value) => value !== null);
    return [0.5, 0.95].map((share) => ({
      id: `${share === 0.5 ? 'median' : 'p95'} ${hop}`,
      value: rounded(quantile(values, share)),
      unit: 'ms',
      ratio: null,
      goal: null,
      ok: null,
    }));
  });
}

/** The least of the values that so large a share is at most. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;
}
