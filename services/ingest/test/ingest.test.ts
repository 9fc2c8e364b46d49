import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RawMessage } from '@duqing/events';
import { loadDeployment, TransientError, type OutMessage, type Publisher } from '@duqing/runtime';
import {
  findHoles,
  insertOffsetGaps,
  migrate,
  openStore,
  settledHoles,
  StoreError,
  type Store,
} from '@duqing/warehouse';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TooManyRejectsError } from '../src/core/breaker.ts';
import { CHANGED_TOPIC, DEAD_LETTER_TOPIC, IngestService } from '../src/index.ts';
import type { IngestOptions } from '../src/ingest.service.ts';

const NOW = Date.parse('2026-08-01T00:00:00+08:00');
const TABLES = [
  'ledger',
  'rejects',
  'facts_case_filed',
  'facts_case_solved',
  'facts_seizure',
  'facts_return',
  'offset_gaps',
];
const deployment = await loadDeployment('demo');

let store: Store;
beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: mkdtempSync(join(tmpdir(), 'duqing-ingest-')) });
  await migrate(store);
});
afterAll(async () => store.close());
beforeEach(async () => {
  for (const table of TABLES) await store.command(`TRUNCATE TABLE ${table}`);
});

function event(subject: string, data: object, more: object = {}): string {
  return JSON.stringify({
    specversion: '1.0',
    id: `${subject}-${JSON.stringify(data).length}`,
    source: '/990102/police',
    type: 'duqing.case.recorded.v1',
    subject,
    time: '2026-06-01T09:00:00+08:00',
    data: { region: '990102', category: 'trafficking', filedAt: '2026-05-03', persons: { involved: 1 }, ...data },
    ...more,
  });
}

function message(value: string | Uint8Array | null, offset: number): RawMessage {
  return {
    topic: 'duqing.cases',
    partition: 0,
    offset: String(offset),
    key: null,
    value: typeof value === 'string' ? Buffer.from(value) : value,
    headers: {},
    appendedAt: NOW - 1_000,
  };
}

const VALUES = [
  event('a', { revision: 1 }),
  event('a', { revision: 2, filedAt: '2026-04-02', solvedAt: '2026-05-09', solvedBy: ['video'] }),
  event('b', { revision: 1 }),
  event('b', { revision: 1 }),
  'not json',
  event('c', { revision: 1, filedAt: '2026-02-30' }),
  event('d', { revision: 3, filedAt: '2026-03-31' }),
  event('d', { revision: 2, filedAt: '2026-04-01' }),
];
const MESSAGES = VALUES.map(message);

interface Sent {
  topic: string;
  messages: OutMessage[];
}

function recorder(): Publisher & { sent: Sent[] } {
  const sent: Sent[] = [];
  return { sent, publish: async (topic, messages) => void sent.push({ topic, messages }) };
}

function service(over: Partial<IngestOptions> = {}): IngestService {
  return new IngestService({ store, publisher: recorder(), deployment, clock: () => NOW, replay: true, ...over });
}

async function deliver(ingest: IngestService, messages: RawMessage[]): Promise<void> {
  await ingest.handle({ topic: 'duqing.cases', partition: 0, messages, heartbeat: async () => undefined });
}

/** Everything that the store holds, as readers see it. */
async function held(): Promise<string> {
  const rows = TABLES.map(async (table) => {
    const all = await store.query<{ processed_at?: number }>(
      `SELECT * REPLACE (toString(${table.startsWith('facts') ? 'rank' : 'offset'}) AS ${table.startsWith('facts') ? 'rank' : 'offset'}) ${table === 'ledger' ? 'EXCEPT (rank)' : ''} FROM ${table} FINAL ORDER BY ALL`,
    );
    return `${table}: ${all.map((row) => JSON.stringify(row)).join('\n')}`;
  });
  return (await Promise.all(rows)).join('\n\n');
}

/** A store and a publisher that fail at their `step`-th write, as a killed process would stop there. */
function crashAfter(step: number): { store: Store; publisher: Publisher } {
  let writes = 0;
  const count = (): void => {
    if (writes === step) throw new Error('killed');
    writes += 1;
  };
  const insert: Store['insert'] = async (...args) => {
    count();
    return store.insert(...args);
  };
  return { store: { ...store, insert }, publisher: { publish: async () => count() } };
}

const refuses: Store['insert'] = async () => {
  throw new StoreError('away', { code: null, type: 'ECONNREFUSED', transient: true });
};

/** What `held` gives, whenever it was processed. */
function withoutMoment(text: string): string {
  return text.replaceAll(/"processed_at":\d+/g, '');
}

describe('IngestService', () => {
  it('ends with one row a case in the quarter of its highest revision, whatever came later', async () => {
    await deliver(service(), MESSAGES);
    const rows = await store.query('SELECT subject, quarter, revision FROM facts_case_filed FINAL ORDER BY subject');
    expect(rows).toEqual([
      { subject: 'a', quarter: '2026Q2', revision: 2 },
      { subject: 'b', quarter: '2026Q2', revision: 1 },
      { subject: 'd', quarter: '2026Q1', revision: 3 },
    ]);
  });

  it('redelivery of a batch, in the same or another cut, changes nothing', async () => {
    await deliver(service(), MESSAGES);
    const before = await held();
    await deliver(service(), MESSAGES);
    await deliver(service(), MESSAGES.slice(0, 3));
    await deliver(service(), MESSAGES.slice(2));
    for (const one of MESSAGES) await deliver(service(), [one]);
    expect(await held()).toBe(before);
  });

  it('says of every source up to when it told anything, also of one of which all is refused', async () => {
    const refused = event('z', { revision: 1, filedAt: '2026-02-30' }, { source: '/990103/justice' });
    await deliver(service({ replay: false }), [...MESSAGES, message(refused, 8)]);
    const rows = await store.query(
      `SELECT source, toUnixTimestamp64Milli(data_at) AS data_at, toUnixTimestamp64Milli(refused_at) AS refused_at, settled_at
FROM published_data_as_of ORDER BY source`,
    );
    const at = NOW - 1_000;
    expect(rows).toEqual([
      { source: '/990102/police', data_at: at, refused_at: at, settled_at: null },
      { source: '/990103/justice', data_at: null, refused_at: at, settled_at: null },
      { source: 'unknown', data_at: null, refused_at: at, settled_at: null },
    ]);
  });

  it('a clock that jumps back a day, in the middle or before a redelivery, changes nothing', async () => {
    let now = NOW;
    const ingest = service({ clock: () => now, replay: false });
    await deliver(ingest, MESSAGES.slice(0, 4));
    now -= 86_400_000;
    await deliver(ingest, MESSAGES.slice(2));
    const jumped = await held();
    for (const table of TABLES) await store.command(`TRUNCATE TABLE ${table}`);
    await deliver(service({ replay: false }), MESSAGES);
    expect(withoutMoment(jumped)).toBe(withoutMoment(await held()));
    expect(await findHoles(store)).toEqual([]);
  });

  it('a crash between any two steps is healed by redelivery', async () => {
    await deliver(service(), MESSAGES);
    const expected = await held();
    let crashes = 0;
    for (let step = 0; ; step += 1) {
      for (const table of TABLES) await store.command(`TRUNCATE TABLE ${table}`);
      const crashing = crashAfter(step);
      const outcome = await deliver(service(crashing), MESSAGES).then(
        () => 'done',
        (error: unknown) => (error as Error).message,
      );
      if (outcome === 'done') break;
      expect(outcome).toBe('killed');
      crashes += 1;
      await deliver(service(), MESSAGES);
      expect(await held()).toBe(expected);
    }
    expect(crashes).toBeGreaterThanOrEqual(6);
  });

  it('dead-letters each bad message once with its bytes, place and reason, and lets the rest through', async () => {
    const publisher = recorder();
    await deliver(service({ publisher }), MESSAGES);
    const letters = publisher.sent
      .filter(({ topic }) => topic === DEAD_LETTER_TOPIC)
      .flatMap(({ messages }) => messages);
    expect(letters.map(({ headers }) => headers)).toMatchObject([
      { 'duqing-topic': 'duqing.cases', 'duqing-partition': '0', 'duqing-offset': '4', 'duqing-reason': 'not-json' },
      { 'duqing-offset': '5', 'duqing-reason': 'impossible-date', 'duqing-field': 'data.filedAt' },
    ]);
    expect(letters.map(({ value }) => Buffer.from(value).toString())).toEqual([VALUES[4], VALUES[5]]);
    const rows = await store.query('SELECT toString(offset) AS offset, code FROM rejects FINAL ORDER BY offset');
    expect(rows).toEqual([
      { offset: '4', code: 'not-json' },
      { offset: '5', code: 'impossible-date' },
    ]);
  });

  it.each([
    ['P03: null value', null, 'null-value'],
    ['an array', '[1]', 'not-an-object'],
    ['another encoding', Buffer.from('7b2261223a22b6be227d', 'hex'), 'not-utf8'],
    ['an unknown type', event('x', { revision: 1 }, { type: 'duqing.weather.recorded.v1' }), 'unknown-type'],
    ['a future version', event('x', { revision: 1 }, { type: 'duqing.case.recorded.v2' }), 'unknown-version'],
    ['an unknown key', event('x', { revision: 1, colour: 'red' }), 'unknown-key'],
    ['6 MB', event('x', { revision: 1, reports: ['r'.repeat(6_000_000)] }), 'too-large'],
  ])('rejects %s between two good messages, which are kept', async (_, value, code) => {
    await deliver(service(), [
      message(event('a', { revision: 1 }), 0),
      message(value, 1),
      message(event('b', { revision: 1 }), 2),
    ]);
    expect(await store.query('SELECT code, payload_size FROM rejects FINAL')).toEqual([
      { code, payload_size: value === null ? 0 : Buffer.from(value).length },
    ]);
    expect(await store.query('SELECT subject FROM facts_case_filed FINAL ORDER BY subject')).toHaveLength(2);
  });

  it('keeps personal data out of the store and of the dead letter', async () => {
    const publisher = recorder();
    await deliver(service({ publisher }), [message(event('13812345678', { revision: 1 }), 0)]);
    const [letter] = publisher.sent.find(({ topic }) => topic === DEAD_LETTER_TOPIC)?.messages ?? [];
    expect(Buffer.from(letter?.value ?? '').toString()).toContain('***********');
    expect(Buffer.from(letter?.value ?? '').toString()).not.toContain('13812345678');
    expect(letter?.key).toBeNull();
    expect(JSON.stringify(await store.query('SELECT * EXCEPT (offset) FROM rejects FINAL'))).not.toContain(
      '13812345678',
    );
  });

  it('names the places that it wrote to, ghosts of a moved case too', async () => {
    const publisher = recorder();
    await deliver(
      service({ publisher }),
      [MESSAGES[6], MESSAGES[7]].filter((one) => one !== undefined),
    );
    const [changed] = publisher.sent.filter(({ topic }) => topic === CHANGED_TOPIC).flatMap(({ messages }) => messages);
    const places = JSON.parse(String(changed?.value)) as { table: string; quarter: string }[];
    expect(places.map(({ table, quarter }) => `${table} ${quarter}`).sort()).toEqual([
      'facts_case_filed 2026Q1',
      'facts_case_filed 2026Q2',
    ]);
  });

  it('P01: a store that refuses writes for a while is a transient fault: the batch comes again and nothing is lost', async () => {
    await expect(deliver(service({ store: { ...store, insert: refuses } }), MESSAGES)).rejects.toThrow(TransientError);
    await deliver(service(), MESSAGES);
    expect(await store.query('SELECT subject FROM facts_case_filed FINAL')).toHaveLength(3);
  });

  describe.each([
    ['the ledger', 'ledger'],
    ['the facts', 'facts_case_filed'],
  ])('where %s refuse a row that was valid', (_, table) => {
    beforeEach(async () => store.command(`ALTER TABLE ${table} ADD CONSTRAINT poison CHECK subject != 'a'`));
    afterEach(async () => store.command(`ALTER TABLE ${table} DROP CONSTRAINT poison`));

    it('only that row is dead-lettered, with its bytes, as store-refused; the others count', async () => {
      const publisher = recorder();
      await deliver(service({ publisher }), MESSAGES);
      expect(await store.query('SELECT toString(offset) AS offset, code FROM rejects FINAL ORDER BY offset')).toEqual([
        { offset: '0', code: 'store-refused' },
        { offset: '1', code: 'store-refused' },
        { offset: '4', code: 'not-json' },
        { offset: '5', code: 'impossible-date' },
      ]);
      const facts = await store.query('SELECT subject FROM facts_case_filed FINAL ORDER BY subject');
      expect(facts).toEqual([{ subject: 'b' }, { subject: 'd' }]);
      const held = await store.query('SELECT toString(offset) AS offset FROM ledger FINAL ORDER BY ledger.offset');
      expect(held).toEqual(['2', '3', '6', '7'].map((offset) => ({ offset })));
      const letters = publisher.sent
        .filter(({ topic }) => topic === DEAD_LETTER_TOPIC)
        .flatMap(({ messages }) => messages);
      const letter = letters.find(({ headers }) => headers?.['duqing-offset'] === '0');
      expect(Buffer.from(letter?.value ?? '').toString()).toBe(VALUES[0]);
    });

    it('redelivery changes nothing', async () => {
      await deliver(service(), MESSAGES);
      const before = await held();
      await deliver(service(), MESSAGES);
      await deliver(service(), MESSAGES.slice(0, 3));
      expect(await held()).toBe(before);
    });
  });

  it('more entities than one bound text holds are all known again', async () => {
    const cases = Array.from({ length: 2_500 }, (_, index) => `990102-2026-${index}`);
    const told = (revision: number, filedAt: string): RawMessage[] =>
      cases.map((subject, index) =>
        message(event(subject, { revision, filedAt }), index + (revision - 1) * cases.length),
      );
    await deliver(service(), told(1, '2026-03-31'));
    await deliver(service(), told(2, '2026-04-01'));
    expect(await store.query('SELECT quarter, count() AS cases FROM facts_case_filed FINAL GROUP BY quarter')).toEqual([
      { quarter: '2026Q2', cases: 2_500 },
    ]);
  });

  describe('batches of several partitions at once', () => {
    const spread = VALUES.map((value, index) => ({ ...message(value, index), partition: index % 3 }));
    const batches = [0, 1, 2].map((partition) => spread.filter((one) => one.partition === partition));
    const together = async (ingest: IngestService, given = batches): Promise<PromiseSettledResult<void>[]> =>
      Promise.allSettled(
        given.map(async (messages) =>
          ingest.handle({
            topic: 'duqing.cases',
            partition: messages[0]?.partition ?? 0,
            messages,
            heartbeat: async () => undefined,
          }),
        ),
      );

    it('say the same as one after the other, an entity that is told in two of them included', async () => {
      for (const messages of batches) await together(service(), [messages]);
      const apart = await held();
      for (const table of TABLES) await store.command(`TRUNCATE TABLE ${table}`);
      const ingest = service();
      expect((await together(ingest)).map(({ status }) => status)).toEqual(batches.map(() => 'fulfilled'));
      expect(await held()).toBe(apart);
      await together(ingest);
      expect(await held()).toBe(apart);
    });

    it.each(['ledger', 'facts_case_filed'])('a row that the %s refuse is dead-lettered alone', async (table) => {
      await store.command(`ALTER TABLE ${table} ADD CONSTRAINT poison CHECK subject != 'a'`);
      const publisher = recorder();
      try {
        expect((await together(service({ publisher }))).every(({ status }) => status === 'fulfilled')).toBe(true);
      } finally {
        await store.command(`ALTER TABLE ${table} DROP CONSTRAINT poison`);
      }
      const refused = await store.query(
        "SELECT toString(offset) AS offset FROM rejects FINAL WHERE code = 'store-refused' ORDER BY offset",
      );
      expect(refused).toEqual([{ offset: '0' }, { offset: '1' }]);
      const facts = await store.query('SELECT subject FROM facts_case_filed FINAL ORDER BY subject');
      expect(facts).toEqual([{ subject: 'b' }, { subject: 'd' }]);
    });

    it('all come again where the store refuses writes for a while', async () => {
      const results = await together(service({ store: { ...store, insert: refuses } }));
      for (const result of results)
        expect(result).toMatchObject({ status: 'rejected', reason: { name: 'TransientError' } });
    });
  });

  it('a table that is not there is no bad row: the partition stops, nothing is dead-lettered', async () => {
    await store.command('RENAME TABLE ledger TO ledger_away');
    const publisher = recorder();
    try {
      await expect(deliver(service({ publisher }), MESSAGES)).rejects.toThrow(StoreError);
    } finally {
      await store.command('RENAME TABLE ledger_away TO ledger');
    }
    expect(publisher.sent).toEqual([]);
    expect(await store.query('SELECT code FROM rejects FINAL')).toEqual([]);
  });

  it('a flood of rejects stops the partition for good, before anything is written or dead-lettered', async () => {
    const flood = Array.from({ length: 30 }, (_, index) => message('not json', index));
    const publisher = recorder();
    const limited = service({ publisher, breaker: { run: 20, share: 1, window: 100 } });
    await expect(deliver(limited, flood)).rejects.toThrow(TooManyRejectsError);
    await expect(deliver(limited, flood)).rejects.toThrow(/duqing\.cases\/0: 20 rejects in a row up to offset 19/);
    expect([publisher.sent, await store.query('SELECT code FROM rejects FINAL')]).toEqual([[], []]);
    await deliver(limited, [...flood.slice(0, 19), message(event('a', { revision: 1 }), 19)]);
    expect(await store.query('SELECT count() AS n FROM rejects FINAL')).toEqual([{ n: 19 }]);
  });

  it('counts rejects over batches of a partition, not over partitions', async () => {
    const limited = service({ breaker: { run: 3, share: 1, window: 100 } });
    await deliver(limited, [message('x', 0), message('x', 1)]);
    const other = [message('x', 0), message('x', 1)].map((one) => ({ ...one, partition: 1 }));
    await limited.handle({ topic: 'duqing.cases', partition: 1, messages: other, heartbeat: async () => undefined });
    await deliver(limited, [message('x', 0), message('x', 1)]);
    await expect(deliver(limited, [message('x', 2)])).rejects.toThrow(TooManyRejectsError);
  });

  it.each([
    ['its receivedtime where it can be read', '2026-06-03T08:00:00+08:00', Date.parse('2026-06-03T08:00:00+08:00')],
    ['the append time where that lies ahead', '2030-01-01T00:00:00Z', NOW - 1_000],
    ['the append time where it is no moment', '3 June', NOW - 1_000],
  ])('a reject in a replay was received at %s', async (_, receivedtime, expected) => {
    await deliver(service(), [message(event('a', { revision: 1, filedAt: '2026-02-30' }, { receivedtime }), 0)]);
    expect(await store.query('SELECT received_at FROM rejects FINAL')).toEqual([{ received_at: expected }]);
  });

  it('a live reject was received when it was appended, whatever it says', async () => {
    const fields = { receivedtime: '2026-06-03T08:00:00+08:00' };
    await deliver(service({ replay: false }), [message(event('a', { revision: 1, colour: 'red' }, fields), 0)]);
    expect(await store.query('SELECT received_at FROM rejects FINAL')).toEqual([{ received_at: NOW - 1_000 }]);
  });

  it('keeps the attributes of a message in binary mode with its reject: nothing else has them', async () => {
    const headers = Object.fromEntries(
      Object.entries({ ce_id: 'c-9', ce_source: '/990102/police', ce_type: 'duqing.case.recorded.v1' }).map(
        ([name, text]) => [name, Buffer.from(text)],
      ),
    );
    await deliver(service(), [{ ...message('{"revision":1}', 0), headers }]);
    const [row] = await store.query<{ id: string; headers: string }>('SELECT id, headers FROM rejects FINAL');
    expect([row?.id, JSON.parse(row?.headers ?? '')]).toEqual([
      'c-9',
      { ce_id: 'c-9', ce_source: '/990102/police', ce_type: 'duqing.case.recorded.v1' },
    ]);
  });
});

describe('the balance by coordinates', () => {
  it('holds after a batch with rejects, and names a hole that nobody accounts for', async () => {
    await deliver(service(), MESSAGES);
    expect(await findHoles(store)).toEqual([]);
    await deliver(service(), [message(event('e', { revision: 1 }), 12)]);
    expect(await findHoles(store)).toEqual([{ topic: 'duqing.cases', partition: 0, from: '8', to: '11' }]);
  });

  it('what the broker passed over inside a batch is no hole', async () => {
    await deliver(service(), [
      message(event('a', { revision: 1 }), 0),
      message('x', 3),
      message(event('b', { revision: 1 }), 4),
    ]);
    expect(await findHoles(store)).toEqual([]);
    expect(
      await store.query('SELECT toString(first_offset) AS f, toString(last_offset) AS l FROM offset_gaps'),
    ).toEqual([{ f: '1', l: '2' }]);
  });

  it('gaps that were told twice in other cuts hide no hole', async () => {
    await deliver(service(), [message(event('a', { revision: 1 }), 0), message(event('b', { revision: 1 }), 3)]);
    await deliver(service(), [message(event('c', { revision: 1 }), 5)]);
    await insertOffsetGaps(store, [{ topic: 'duqing.cases', partition: 0, first_offset: '1', last_offset: '1' }]);
    expect(await findHoles(store)).toMatchObject([{ from: '4', to: '4' }]);
  });

  it('what the broker passed over at the ends of what is held is no hole', async () => {
    const at = { topic: 'duqing.cases', partition: 0 };
    await insertOffsetGaps(store, [
      { ...at, first_offset: '0', last_offset: '1' },
      { ...at, first_offset: '3', last_offset: '4' },
    ]);
    await deliver(service(), [message(event('a', { revision: 1 }), 2)]);
    expect(await findHoles(store, [{ ...at, low: 0n, committed: 5n }])).toEqual([]);
  });

  it('what was committed and is not held is a hole, at either end and where nothing is held', async () => {
    await deliver(service(), [message(event('a', { revision: 1 }), 2)]);
    const at = { topic: 'duqing.cases', partition: 0 };
    const of = async (low: bigint, committed: bigint | null) => findHoles(store, [{ ...at, low, committed }]);
    expect(await of(2n, 3n)).toEqual([]);
    expect(await of(0n, 5n)).toEqual([
      { ...at, from: '0', to: '1' },
      { ...at, from: '3', to: '4' },
    ]);
    expect(await of(0n, null)).toEqual([]);
    expect(await findHoles(store, [{ topic: 'duqing.returns', partition: 1, low: 0n, committed: 2n }])).toEqual([
      { topic: 'duqing.returns', partition: 1, from: '0', to: '1' },
    ]);
  });

  it('a hole before what was processed a moment ago may still be filled: it is told after ten minutes', async () => {
    await deliver(service(), [message(event('a', { revision: 1 }), 0)]);
    await deliver(service(), [message(event('b', { revision: 1 }), 3)]);
    expect(await settledHoles(store, NOW + 599_999)).toEqual([]);
    expect(await settledHoles(store, NOW + 600_000)).toMatchObject([{ from: '1', to: '2' }]);
  });

  it('offsets beyond 2^53 are told apart', async () => {
    const base = 2n ** 53n;
    const two = [base, base + 2n].map((offset, index) => ({
      ...message(event(`n${index}`, { revision: 1 }), 0),
      offset: String(offset),
    }));
    for (const one of two) await deliver(service(), [one]);
    expect(await findHoles(store)).toEqual([
      { topic: 'duqing.cases', partition: 0, from: String(base + 1n), to: String(base + 1n) },
    ]);
  });
});
