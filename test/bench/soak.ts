import { rounded, type Bench, type BenchRow } from './bench.ts';
import { CASES, caseMessage } from './ingest/events.ts';
import { Rig, rssMiB, until } from './ingest/rig.ts';

const EVENTS = 500_000;
const FULL = 5_000_000;
const PARTS = 5;
const GOAL = 1.1;

/** Memory of the ingest process after each fifth of the events (a million each with --full): the last against the first. */
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
    });
    const memory: number[] = [];
    for (let done = 1; done <= PARTS; done += 1) {
      await rig.publish(CASES, part, (index) => caseMessage((done - 1) * part + index));
      await until(`${done * part} rows`, async () => {
        const [row] = await held.store.query<{ rows: number }>('SELECT count() AS rows FROM ledger');
        return row && row.rows >= done * part ? row.rows : null;
      });
      await rig.committed('duqing-ingest', CASES);
      memory.push(rssMiB(ingest));
      options.note(`${done * part} events: ${Math.round(memory.at(-1) ?? 0)} MiB`);
    }
    await rig.end(ingest);
    await rig.endStore(held);
    return memory.map((value, index) =>
      rowOf({ value, after: (index + 1) * part, first: memory[0] ?? NaN, isLast: index === PARTS - 1 }),
    );
  } finally {
    await rig.close();
  }
};

interface Sample {
  /** MiB */
  value: number;
  /** events */
  after: number;
  /** MiB after the first part */
  first: number;
  isLast: boolean;
}

function rowOf({ value, after, first, isLast }: Sample): BenchRow {
  return {
    id: `ingest-rss/${after}`,
    value: rounded(value),
    unit: 'MiB',
    ratio: rounded(value / first),
    goal: isLast ? `≤ ${GOAL} × after the first` : null,
    ok: isLast ? value <= GOAL * first : null,
  };
}
