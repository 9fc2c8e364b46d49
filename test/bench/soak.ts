import { setTimeout as pause } from 'node:timers/promises';
import type { RunningProcess } from '@duqing/infra-up';
import { rounded, type Bench, type BenchRow } from './bench.ts';
import { CASES, caseMessage } from './ingest/events.ts';
import { cpuMs, Rig, rssMiB, until } from './ingest/rig.ts';

const EVENTS = 500_000;
const FULL = 5_000_000;
const PARTS = 5;
const GOAL = 1.1;
const COLLECTING_MS = 1_000;

/**
 * Memory of the ingest process after each fifth of the events (a million each with --full): the last against the first. Beside it what
 * of it is known: the heap of live and of not yet collected objects, buffers outside it, and the rest, which is code and the
 * allocator's. A leak would show in what is live, after a collection made for it.
 */
export const soak: Bench = async (options) => {
  const count = options.events ?? (options.full ? FULL : EVENTS);
  const part = Math.ceil(count / PARTS);
  const rig = await Rig.start();
  try {
    const held = await rig.store();
    const ingest = await rig.program('ingest', 'services/ingest/src/main.ts', {
      DUQING_KAFKA_BROKERS: rig.broker.brokers.join(),
      DUQING_CLICKHOUSE_URL: held.url,
      DUQING_DEPLOYMENT: 'demo',
      NODE_OPTIONS: `--import=${new URL('collect.ts', import.meta.url).href}`,
    });
    const { health } = JSON.parse(ingest.ready) as { health: string };
    const samples: Sample[] = [];
    for (let done = 1; done <= PARTS; done += 1) {
      const before = cpuMs(ingest);
      await rig.publish(CASES, part, (index) => caseMessage((done - 1) * part + index));
      await until(`${done * part} rows`, async () => {
        const [row] = await held.store.query<{ rows: number }>('SELECT count() AS rows FROM ledger');
        return row && row.rows >= done * part ? row.rows : null;
      });
      await rig.committed('duqing-ingest', CASES);
      const cpuAnEvent = ((cpuMs(ingest) - before) * 1_000) / part;
      const memory = { rss: rssMiB(ingest), ...(await partsOf(health)) };
      samples.push({ after: done * part, cpuAnEvent, ...memory, live: await liveIn(ingest, health) });
      options.note(JSON.stringify(samples.at(-1)));
    }
    await rig.end(ingest);
    await rig.endStore(held);
    return samples.flatMap((sample, index) => rowsOf(sample, { first: samples[0], isLast: index === PARTS - 1 }));
  } finally {
    await rig.close();
  }
};

/** MiB. */
interface Memory {
  heapUsed: number;
  heapTotal: number;
  /** array buffers among it */
  external: number;
}

interface Sample extends Memory {
  /** heap and buffers after a collection, MiB */
  live: number;
  /** events */
  after: number;
  rss: number;
  /** µs */
  cpuAnEvent: number;
}

/** What the process itself says of its memory. */
async function partsOf(health: string): Promise<Memory> {
  const text = await (await fetch(`${health}/metrics`)).text();
  const mib = (part: string): number =>
    Number(new RegExp(`^duqing_process_memory_bytes\\{part="${part}"\\} (\\d+)$`, 'm').exec(text)?.[1]) / 1_048_576;
  return { heapUsed: mib('heap_used'), heapTotal: mib('heap_total'), external: mib('external') };
}

/** What is still held when all else is collected; the collector needs a moment. */
async function liveIn({ pid }: RunningProcess, health: string): Promise<number> {
  process.kill(pid, 'SIGUSR2');
  await pause(COLLECTING_MS);
  const { heapUsed, external } = await partsOf(health);
  return heapUsed + external;
}

function rowsOf(sample: Sample, { first, isLast }: { first: Sample | undefined; isLast: boolean }): BenchRow[] {
  const { after, rss, heapUsed, heapTotal, external, live, cpuAnEvent } = sample;
  const ratio = rss / (first?.rss ?? NaN);
  const plain = (name: string, value: number, unit = 'MiB'): BenchRow => ({
    id: `ingest-${name}/${after}`,
    value: rounded(value),
    unit,
    ratio: null,
    goal: null,
    ok: null,
  });
  return [
    {
      ...plain('rss', rss),
      ratio: rounded(ratio),
      goal: isLast ? `≤ ${GOAL} × after the first` : null,
      ok: isLast ? ratio <= GOAL : null,
    },
    plain('live', live),
    plain('heap-used', heapUsed),
    plain('heap-total', heapTotal),
    plain('external', external),
    plain('rest', rss - heapTotal - external),
    plain('cpu-an-event', cpuAnEvent, 'µs'),
  ];
}
