import { setTimeout as pause } from 'node:timers/promises';
import { createKafkaPublisher, ensureTopics, KafkaBatchServer } from '@duqing/kafka';
import type { Publisher } from '@duqing/runtime';
import type { Store } from '@duqing/warehouse';
import { startChannel, type Channel, type Notice } from '../support/channel.ts';
import { rounded, type Bench, type BenchRow } from './bench.ts';
import { CASES, caseMessage } from './ingest/events.ts';
import { Rig, until } from './ingest/rig.ts';
import { hopRows, hopsOf, quantile, startTap, type Hops, type Tap } from './latency-hops.ts';

const PROBES = 30;
const BACKGROUND_A_SECOND = 500;
const WARM_MS = 10_000;
const BETWEEN_MS = 500;
const GOAL = 3;

/**
 * From an event produced to its alert handed to a channel, while 500 other events a second come in; beside it the least that any such
 * way takes: produce, consume, insert, select, produce, by the same broker and store at the same time.
 */
export const latency: Bench = async (options) => {
  const rig = await Rig.start();
  const held = await rig.store();
  const channel = await startChannel();
  const publisher = createKafkaPublisher(rig.kafka);
  try {
    const env = {
      DUQING_KAFKA_BROKERS: rig.broker.brokers.join(),
      DUQING_CLICKHOUSE_URL: held.url,
      DUQING_DEPLOYMENT: 'demo',
      DUQING_ALERT_WEBHOOK: channel.url,
    };
    // one after the other: the tables are made once
    for (const name of ['ingest', 'indicators', 'alerts']) await rig.program(name, `services/${name}/src/main.ts`, env);
    const floor = await startFloor({ rig, store: held.store, publisher });
    const tap = await startTap(rig);
    const background = startBackground(publisher);
    options.note(`warming up for ${WARM_MS / 1_000} s at ${BACKGROUND_A_SECOND} events a second`);
    await pause(WARM_MS);
    const probing = { publisher, channel, store: held.store, tap };
    await probe(probing, 0);
    const [ways, floors]: [Way[], number[]] = [[], []];
    for (let index = 1; index <= (options.events ?? PROBES); index += 1) {
      await pause(BETWEEN_MS);
      ways.push(await probe(probing, index));
      floors.push(await floor.once(index));
      options.note(`${index}: ${Math.round(ways.at(-1)?.ms ?? 0)} ms, floor ${Math.round(floors.at(-1) ?? 0)} ms`);
    }
    const sent = await background.stop();
    await Promise.all([floor.close(), tap.close()]);
    return [
      ...rowsOf({ ways: ways.map(({ ms }) => ms), floors, rate: sent }),
      ...hopRows(ways.map(({ hops }) => hops)),
    ];
  } finally {
    await publisher.close();
    await held.store.close();
    await rig.close();
    await channel.close();
  }
};

interface Probing {
  publisher: Publisher;
  channel: Channel;
  store: Store;
  tap: Tap;
}

interface Way {
  ms: number;
  hops: Hops;
}

/** ms from sending a case that must never occur to the notice of that very case. */
async function probe({ publisher, channel, store, tap }: Probing, index: number): Promise<Way> {
  const { key, value } = manufacturing(index);
  const heard = channel.notices.length;
  const [begun, sentAt] = [performance.now(), Date.now()];
  await publisher.publish(CASES, [{ key, value }]);
  const notice = await until(`a notice of ${key}`, async () => {
    const fresh = channel.notices.slice(heard).filter(({ role }) => role === 'commander');
    return fresh.length > 0 ? noticeOf(store, key, fresh) : null;
  });
  const hops = await hopsOf({ tap, store, subject: key ?? '', sentAt, toldAt: notice.clock });
  return { ms: notice.at - begun, hops };
}

async function noticeOf(store: Store, subject: string | null, notices: readonly Notice[]): Promise<Notice | null> {
  const rows = await store.query<{ id: string }>(
    'SELECT transition_id AS id FROM alert_transitions WHERE has(causes, {subject:String})',
    { subject },
  );
  return notices.find(({ transition }) => rows.some(({ id }) => id === transition)) ?? null;
}

function manufacturing(index: number) {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const message = caseMessage(1_000_000_000 + index);
  const event = JSON.parse(String(message.value)) as { time: string; data: object };
  const data = { ...event.data, category: 'manufacturing', preControlled: false, filedAt: day };
  const { solvedAt: _, solvedBy: __, ...open } = data as Record<string, unknown>;
  const value = JSON.stringify({ ...event, time: `${day}T00:00:00+08:00`, data: open });
  return { key: message.key, value };
}

/** Ordinary cases at an even pace; `stop` gives how many a second it really were. */
function startBackground(publisher: Publisher): { stop(): Promise<number> } {
  const begun = performance.now();
  const over = new AbortController();
  let sent = 0;
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const due = Math.floor(((performance.now() - begun) * BACKGROUND_A_SECOND) / 1_000) - sent;
      const messages = Array.from({ length: due }, (_, index) => caseMessage(sent + index));
      sent += due;
      if (due > 0) await publisher.publish(CASES, messages);
      await pause(50);
    }
  };
  const running = run();
  return {
    stop: async () => {
      over.abort();
      await running;
      return (sent * 1_000) / (performance.now() - begun);
    },
  };
}

interface Floor {
  once(id: number): Promise<number>;
  close(): Promise<void>;
}

/** The shortest way through the same broker and store. */
async function startFloor(given: { rig: Rig; store: Store; publisher: Publisher }): Promise<Floor> {
  const { rig, store, publisher } = given;
  await ensureTopics(
    rig.kafka,
    ['bench-in', 'bench-out'].map((topic) => ({ topic, partitions: 1 })),
  );
  await store.command('CREATE TABLE bench_floor (id UInt32, text String) ENGINE = MergeTree ORDER BY id');
  let done = Promise.withResolvers<void>();
  const server = new KafkaBatchServer({ ...rig.kafka, groupId: 'bench-floor', concurrency: 2 });
  server.onBatch('bench-in', async ({ messages }) => {
    const ids = messages.map(({ value }) => Number(Buffer.from(value ?? []).toString()));
    await store.insert(
      'bench_floor',
      ids.map((id) => ({ id, text: 'floor' })),
    );
    const rows = await store.query<{ id: number }>('SELECT id FROM bench_floor WHERE id IN {ids:Array(UInt32)}', {
      ids,
    });
    await publisher.publish(
      'bench-out',
      rows.map(({ id }) => ({ key: null, value: String(id) })),
    );
  });
  server.onBatch('bench-out', async () => done.resolve());
  await new Promise<void>((resolve, reject) => {
    void server.listen((error) => (error === undefined ? resolve() : reject(error as Error)));
  });
  return {
    once: async (id) => {
      done = Promise.withResolvers<void>();
      const begun = performance.now();
      await publisher.publish('bench-in', [{ key: null, value: String(id) }]);
      await done.promise;
      return performance.now() - begun;
    },
    close: async () => server.close(),
  };
}

function rowsOf({ ways, floors, rate }: { ways: number[]; floors: number[]; rate: number }): BenchRow[] {
  const [p95, floor] = [quantile(ways, 0.95), quantile(floors, 0.95)];
  return [
    {
      ...plain('alert/p95', p95),
      ratio: rounded(p95 / floor),
      goal: `≤ ${GOAL} × the floor’s p95`,
      ok: p95 <= GOAL * floor,
    },
    plain('alert/median', quantile(ways, 0.5)),
    plain('floor/p95', floor),
    plain('floor/median', quantile(floors, 0.5)),
    plain('samples', ways.length, ''),
    plain('background', rate, 'events/s'),
  ];
}

function plain(id: string, value: number, unit = 'ms'): BenchRow {
  return { id, value: rounded(value), unit, ratio: null, goal: null, ok: null };
}
