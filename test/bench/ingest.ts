import type { OutMessage } from '@duqing/runtime';
import { rounded, type Bench, type BenchOptions, type BenchRow } from './bench.ts';
import { CASES, caseMessage, dirtyMessage } from './ingest/events.ts';
import { startKafkaEngine } from './ingest/kafka-engine.ts';
import { cpuMs, Rig, until, type BenchStore } from './ingest/rig.ts';

const EVENTS = 300_000;
/** At the paces of the slow ones so many take some seconds. */
const SLOW = { each: 2_000, seconds: 100_000 };

/** One competitor's run: events and seconds from the group's start to the last event stored, and ms of processor for a thousand. */
interface Run {
  rate: number;
  /** µs of processor an event: of the reading process, and of the engine's */
  cpu?: { reader?: number; engine: number };
}

/**
 * Events a second from one topic of four partitions into the store, one after the other on the same machine: ours, ClickHouse's own
 * Kafka engine, Nest's stock transport, and kafkajs that throws everything away.
 */
export const ingest: Bench = async (options) => {
  const count = options.events ?? EVENTS;
  const clean = await over({ count, options, messageOf: caseMessage }, async (given) => ({
    engine: await kafkaEngine(given),
    one: await ours({ ...given, instances: 1 }),
    ceiling: await discard(given),
    each: await nest({ ...given, count: Math.min(SLOW.each, count), mode: 'each' }),
    seconds: await nest({ ...given, count: Math.min(SLOW.seconds, count), mode: 'seconds' }),
    two: await ours({ ...given, instances: 2 }),
  }));
  const dirty = await over({ count, options, messageOf: dirtyMessage }, async (given) =>
    ours({ ...given, instances: 1 }),
  );
  return rowsOf({ ...clean, dirty });
};

/** Runs competitors over a broker that holds so many messages. */
async function over<T>(
  { count, options, messageOf }: Omit<Given, 'rig'> & { messageOf: (index: number) => OutMessage },
  use: (given: Given) => Promise<T>,
): Promise<T> {
  const rig = await Rig.start();
  try {
    options.note(`${count} events to Kafka`);
    await rig.publish(CASES, count, messageOf);
    return await use({ rig, count, options });
  } finally {
    await rig.close();
  }
}

interface Given {
  rig: Rig;
  count: number;
  options: BenchOptions;
}

async function kafkaEngine({ rig, count, options }: Given): Promise<Run> {
  options.note('ClickHouse’s Kafka engine');
  const held = await rig.store();
  const before = cpuMs(held.running);
  await startKafkaEngine(held.store, rig.broker.brokers[0] ?? '');
  const begun = await rig.begun('kafka-engine');
  await stored(held, 'plain', count);
  const run = { rate: perSecond(count, begun), cpu: { engine: ((cpuMs(held.running) - before) * 1_000) / count } };
  await rig.endStore(held);
  return run;
}

async function ours({ rig, count, options, instances }: Given & { instances: number }): Promise<Run> {
  options.note(`ingest, ${instances} instance${instances > 1 ? 's' : ''}`);
  const held = await rig.store();
  const env = {
    DUQING_KAFKA_BROKERS: rig.broker.brokers.join(),
    DUQING_CLICKHOUSE_URL: held.url,
    DUQING_DEPLOYMENT: 'demo',
  };
  const names = Array.from({ length: instances }, (_, index) => `ingest-${index + 1}`);
  const starting = Promise.all(names.map(async (name) => rig.program(name, 'services/ingest/src/main.ts', env)));
  const begun = await rig.begun('duqing-ingest');
  const running = await starting;
  const started = running.reduce((sum, one) => sum + cpuMs(one), 0);
  const before = cpuMs(held.running);
  await stored(held, '(SELECT topic FROM ledger UNION ALL SELECT topic FROM rejects)', count);
  await rig.committed('duqing-ingest', CASES);
  const reader = running.reduce((sum, one) => sum + cpuMs(one), 0) - started;
  const rate = perSecond(count, begun);
  const cpu = { reader: (reader * 1_000) / count, engine: ((cpuMs(held.running) - before) * 1_000) / count };
  await Promise.all(running.map(async (one) => rig.end(one)));
  await rig.endStore(held);
  await rig.forget('duqing-ingest');
  return { rate, cpu };
}

async function discard({ rig, count, options }: Given): Promise<Run> {
  options.note('kafkajs that throws away');
  const done = Promise.withResolvers<number>();
  const running = await rig.program(
    'discard',
    'test/bench/ingest/peers/discard.ts',
    { BENCH_BROKER: rig.broker.brokers[0] ?? '', BENCH_EVENTS: String(count) },
    (line) => line.includes('"done":true') && done.resolve(performance.now()),
  );
  const begun = await rig.begun('discard');
  const end = await done.promise;
  await rig.end(running);
  return { rate: (count * 1_000) / (end - begun) };
}

async function nest({ rig, count, options, mode }: Given & { mode: 'each' | 'seconds' }): Promise<Run> {
  options.note(`Nest’s stock transport, ${mode === 'each' ? 'an insert an event' : 'inserts of a second'}`);
  const held = await rig.store();
  const columns = 'id String, source String, type String, subject String, time String, data String';
  await held.store.command(`CREATE TABLE plain (${columns}) ENGINE = MergeTree ORDER BY (type, subject)`);
  const env = { BENCH_BROKER: rig.broker.brokers[0] ?? '', BENCH_STORE: held.url, BENCH_MODE: mode };
  const running = await rig.program(`nest-${mode}`, 'test/bench/ingest/peers/nest.ts', env);
  const begun = await rig.begun(`nest-${mode}`);
  const found = await stored(held, 'plain', count);
  const run = { rate: perSecond(found, begun) };
  await rig.end(running);
  await rig.endStore(held);
  return run;
}

/** Resolves with the rows once there are so many. */
async function stored({ store }: BenchStore, table: string, count: number): Promise<number> {
  return until(`${count} rows`, async () => {
    const [row] = await store.query<{ rows: number }>(`SELECT count() AS rows FROM ${table}`);
    return row && row.rows >= count ? row.rows : null;
  });
}

function perSecond(count: number, since: number): number {
  return (count * 1_000) / (performance.now() - since);
}

type Runs = Record<'engine' | 'one' | 'ceiling' | 'each' | 'seconds' | 'two' | 'dirty', Run>;

function rowsOf({ engine, one, ceiling, each, seconds, two, dirty }: Runs): BenchRow[] {
  return [
    row('ingest', one, { to: engine, atLeast: 0.5, of: 'ClickHouse’s Kafka engine; aim 1.0' }),
    row('kafka-engine', engine),
    row('nest-stock/each', each, { to: one, atLeast: 10, of: 'ours to it', inverse: true }),
    row('nest-stock/seconds', seconds, { to: one, atLeast: 3, of: 'ours to it', inverse: true }),
    row('kafkajs-discard', ceiling, { to: one, atLeast: 0.25, of: 'ours to this ceiling', inverse: true }),
    row('ingest/dirty', dirty, { to: one, atLeast: 0.7, of: 'our clean rate' }),
    row('ingest/two-instances', two, { to: one, atLeast: 1, of: 'one instance' }),
    ...cpuRows({ 'kafka-engine': engine, ingest: one, 'ingest/dirty': dirty, 'ingest/two-instances': two }),
  ];
}

interface Compared {
  to: Run;
  atLeast: number;
  of: string;
  /** the ratio is of ours to the row's */
  inverse?: boolean;
}

function row(id: string, { rate }: Run, compared?: Compared): BenchRow {
  const value = Math.round(rate);
  if (compared === undefined) return { id, value, unit: 'events/s', ratio: null, goal: null, ok: null };
  const { to, atLeast, of, inverse = false } = compared;
  const ratio = inverse ? to.rate / rate : rate / to.rate;
  return { id, value, unit: 'events/s', ratio: rounded(ratio), goal: `≥ ${atLeast} × ${of}`, ok: ratio >= atLeast };
}

/** Also true on a machine that does other things. */
function cpuRows(runs: Record<string, Run>): BenchRow[] {
  return Object.entries(runs).flatMap(([id, { cpu }]) =>
    Object.entries(cpu ?? {}).map(([of, micros]) => ({
      id: `${id}/cpu-of-${of}`,
      value: rounded(micros),
      unit: 'µs/event',
      ratio: null,
      goal: null,
      ok: null,
    })),
  );
}
