import { setTimeout as pause } from 'node:timers/promises';
import { kafkaAvailable, runKafkaTool } from '@duqing/infra-kafka';
import { asMessages, caseEvent, cut, type TopicMessage } from '@duqing/testkit';
import type { LedgerRow } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOf, type Held } from '../support/collector.ts';
import { badMessage, disordered, feed, historyOf } from '../support/feed.ts';
import { startChannel, type Channel } from '../support/channel.ts';
import { carriedBy, openDesk } from '../support/desk.ts';
import { INVALID } from '../support/invalid.ts';
import { judge } from '../support/judge.ts';
import { INPUTS, LETTERS, SERVICES, Stack } from '../support/stack.ts';

const missing = kafkaAvailable();
const title = `separate processes over a real broker${missing === null ? '' : ` (skipped: ${missing})`}`;
const suite = missing !== null && process.env['CI'] !== 'true' ? describe.skip : describe;

/** One long-lived stack; each test leaves it settled, and the judge looks at everything that came since the start. */
suite(title, { timeout: 400_000 }, () => {
  let stack: Stack;
  let channel: Channel;
  beforeAll(async () => {
    channel = await startChannel();
    stack = await Stack.start({ sessionMs: 3_000, env: { DUQING_ALERT_WEBHOOK: channel.url } });
  }, 120_000);
  afterAll(async () => {
    await stack?.close();
    await channel?.close();
  }, 60_000);

  async function settledAndJudged(): Promise<void> {
    await stack.settled();
    const { faults, ...counts } = await judge(stack);
    expect(faults).toEqual([]);
    expect(counts.cells).toBeGreaterThan(4_000);
    expect(counts.vintages).toBeGreaterThan(4_000);
  }

  it('SIGKILL of each service in turn: all cells equal the model, nothing lost, nothing double', async () => {
    const messages = disordered(historyOf(1), { seed: 1, duplicates: 0.1, shuffled: true });
    const parts = inParts(messages, SERVICES.length + 1);
    for (const [index, name] of SERVICES.entries()) {
      await feed(stack, parts[index] ?? []);
      await pause(700);
      stack.services[name].kill();
    }
    await feed(stack, parts.at(-1) ?? []);
    // redelivered in another cut
    await feed(stack, messages.slice(0, 30));
    await settledAndJudged();
    expect(SERVICES.filter((name) => stack.services[name].starts < 2)).toEqual([]);
    expect(SERVICES.flatMap((name) => stack.services[name].ends)).toEqual([]);
  });

  it('invalid messages are dead letters with place, reason and bytes; the rest flows on (P03)', async () => {
    const good = [1, 2].map((number) => caseEvent({ filedAt: `2026-05-0${number}` }, { subject: 'between-bad-ones' }));
    const [first, last] = plain(
      good.map((record, index) => ({ ...record, data: { ...record.data, revision: index + 1 } })),
    );
    if (first) await feed(stack, [first]);
    await stack.publish(
      'duqing.cases',
      INVALID.map(({ value, name }) => badMessage(value, name)),
    );
    await sendNull('duqing.cases', 'C-77');
    if (last) await feed(stack, [last]);
    await settledAndJudged();
    const letters = await lettersOf(stack);
    const sent = new Map(stack.collector.of(['duqing.cases']).map((held) => [textOf(held.key), held]));
    for (const { name, reason, field, value } of [...INVALID, NULL]) {
      const held = sent.get(name);
      const letter = letters.get(held ? placeOf(held) : '');
      expect({ name, ...letter?.said }).toEqual({ name, reason, field });
      expect({ name, isWhole: Buffer.from(letter?.value ?? 'none').equals(Buffer.from(value)) }).toEqual({
        name,
        isWhole: true,
      });
    }
  });

  it('the connection drops after the body was sent: still one row (P09)', async () => {
    const dropped: string[] = [];
    for (const name of ['ingest-1', 'ingest-2'] as const)
      stack.services[name].store.wires.arm({
        what: 'INSERT INTO ledger',
        when: 'after',
        act: async () => {
          dropped.push(name);
          return 'drop';
        },
      });
    await feed(stack, plain([caseEvent({ filedAt: '2026-04-01' }, { subject: 'dropped-once' })]));
    await settledAndJudged();
    expect(dropped.length).toBeGreaterThan(0);
    const rows = await stack.store.query(`SELECT subject FROM ledger WHERE subject = 'dropped-once'`);
    expect(rows).toHaveLength(1);
  });

  it('a reject mended on the pages by two posts comes in through Kafka under its own id; approved again it changes nothing', async () => {
    const [good] = plain([caseEvent({ filedAt: '2026-05-04' }, { subject: 'mended-by-hand' })]);
    const bad = (good?.value ?? '').replace('"filedAt":"2026-05-04"', '"filedAt":"2026-05-44"');
    await stack.publish('duqing.cases', [badMessage(bad, 'mended-by-hand')]);
    await stack.settled();
    const [row] = await stack.store.query<{ place: string }>(
      `SELECT concat(topic, '/', toString(partition), '/', toString(offset)) AS place FROM rejects FINAL WHERE subject = 'mended-by-hand'`,
    );
    const place = ['place', row?.place ?? ''] as const;
    const desk = await openDesk(stack);
    try {
      const value = [place, ['path', 'data.filedAt'], ['value', '2026-05-04']] as const;
      expect(await desk.post('analyst', '/rejects/propose', value)).toContain('已提出改正');
      const review = await desk.post('reviewer', '/rejects/review', [place]);
      const approve = async () => desk.post('reviewer', '/rejects/approve', carriedBy(review));
      expect(await approve()).toContain('已重放');
      expect(await approve()).toContain('不再处理');
    } finally {
      await desk.close();
    }
    await stack.settled();
    const held = await stack.store.query(
      `SELECT subject, day FROM facts_case_filed FINAL WHERE subject = 'mended-by-hand'`,
    );
    expect(held).toEqual([{ subject: 'mended-by-hand', day: '2026-05-04' }]);
    await settledAndJudged();
  });

  it('what engineers watch: markers come through, the balance was looked at and holds, rejects are counted', async () => {
    await stack.publish('duqing.returns', [badMessage('not json', 'watched')]);
    await stack.settled();
    const told = async (): Promise<Map<string, number>[]> =>
      Promise.all((['ingest-1', 'ingest-2'] as const).map(async (name) => stack.services[name].metrics()));
    let all = await told();
    while (!all.every((one) => (one.get('duqing_ingest_balance_looks_total') ?? 0) > 0)) {
      await pause(500);
      all = await told();
    }
    for (const one of all) {
      expect(one.get('duqing_ingest_unaccounted_ranges')).toBe(0);
      expect(one.get('duqing_ingest_heartbeat_age_seconds')).toBeLessThan(120);
      expect([...one].filter(([name, value]) => name.startsWith('duqing_ingest_stalled') && value > 0)).toEqual([]);
    }
    const refused = all.map((one) =>
      one.get('duqing_ingest_rejects_total{code="not-json",source="unknown",topic="duqing.returns"}'),
    );
    expect(refused.some((count) => (count ?? 0) > 0)).toBe(true);
    expect(await stack.store.query('SELECT count() > 0 AS came FROM published_heartbeat')).toEqual([{ came: 1 }]);
  });

  it('the store and then the broker die in the middle of a run and come back', async () => {
    const parts = inParts(historyOf(3), 4);
    await feed(stack, parts[0] ?? []);
    await Promise.all([stack.restartStore(1_500), feed(stack, parts[1] ?? [])]);
    await feed(stack, parts[2] ?? []);
    await Promise.all([stack.restartBroker(500), feed(stack, parts[3] ?? [])]);
    await settledAndJudged();
    expect(stack.storeStarts).toBe(2);
  });

  it('a row that goes missing in the ledger is told to the engineers on a channel, and its end when it is back', async () => {
    const removed = await removeRow(stack);
    // what is on its way is not missing yet: alerts believe a hole that is followed by messages of ten minutes ago
    await mutated(stack, 'UPDATE processed_at = processed_at - 3600000 WHERE true');
    await eventually(() => toldOfImbalance(channel, '特急').length > 0);
    expect(toldOfImbalance(channel, '特急')).toEqual(['engineers']);
    await eventually(async () => (await unaccounted(stack)).every((ranges) => ranges === 1));
    expect(await stack.services['ingest-1'].isReady()).toBe(false);
    await stack.store.insert('ledger', [removed]);
    await eventually(() => toldOfImbalance(channel, '结束').length > 0);
    await eventually(async () => (await unaccounted(stack)).every((ranges) => ranges === 0));
    expect([toldOfImbalance(channel, '特急'), toldOfImbalance(channel, '结束')]).toEqual([
      ['engineers'],
      ['engineers'],
    ]);
    await stack.settled();
    // nothing else is left of it
    expect((await judge(stack)).faults).toEqual(['alert imbalance imbalance/duqing.cases/1: raised']);
  });

  async function sendNull(topic: string, key: string): Promise<void> {
    const properties = ['parse.key=true', 'key.separator=|', 'null.marker=NULL'];
    await runKafkaTool({
      main: 'org.apache.kafka.tools.ConsoleProducer',
      args: [
        '--bootstrap-server',
        stack.broker.brokers.join(),
        '--topic',
        topic,
        ...properties.flatMap((property) => ['--reader-property', property]),
      ],
      input: `${key}|NULL\n`,
    });
  }
});

const NULL = { name: 'C-77', value: '', reason: 'null-value', field: '' };

function plain(records: Parameters<typeof asMessages>[0]): TopicMessage[] {
  return asMessages(records).map((message) => {
    const { receivedtime: _, ...event } = JSON.parse(message.value) as Record<string, unknown>;
    return { ...message, value: JSON.stringify(event) };
  });
}

/** Who was told of an imbalance, by the mark that the text bears. */
function toldOfImbalance({ notices }: Channel, mark: string): string[] {
  return notices.flatMap(({ role, text }) => (text.includes('收支不平') && text.includes(mark) ? [role] : []));
}

/** Takes one message out of the middle of a partition, as only a hand in the store can, and gives it. */
async function removeRow(stack: Stack): Promise<LedgerRow> {
  const [row] = await stack.store.query<LedgerRow>(
    `SELECT * FROM ledger FINAL WHERE topic = 'duqing.cases' AND partition = 1 ORDER BY ledger.offset LIMIT 1 OFFSET 5`,
  );
  if (row === undefined) throw new Error('the ledger holds too little');
  const { offset } = row;
  await mutated(stack, `DELETE WHERE topic = 'duqing.cases' AND partition = 1 AND offset = ${BigInt(offset)}`);
  return row;
}

async function mutated({ store }: Stack, change: string): Promise<void> {
  await store.command(`ALTER TABLE ledger ${change} SETTINGS mutations_sync = 2`);
}

/** Ranges that nothing accounts for, as each ingest says. */
async function unaccounted(stack: Stack): Promise<(number | undefined)[]> {
  const all = (['ingest-1', 'ingest-2'] as const).map(async (name) => stack.services[name].metrics());
  return (await Promise.all(all)).map((one) => one.get('duqing_ingest_unaccounted_ranges'));
}

/** Resolves when it is so; the test's own timeout bounds it. */
async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(250);
}

function inParts(messages: readonly TopicMessage[], count: number): TopicMessage[][] {
  const step = Math.ceil(messages.length / count);
  return cut(
    messages,
    Array.from({ length: count }, (_, index) => index * step),
  );
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}

/** By the coordinates that the letter's headers give. */
async function lettersOf({ collector }: Stack): Promise<Map<string, { said: object; value: Held['value'] }>> {
  return new Map(
    collector.of([LETTERS]).map(({ headers, value }) => {
      const header = (name: string): string => textOf(headers[`duqing-${name}`]);
      const place = { topic: header('topic'), partition: Number(header('partition')), offset: header('offset') };
      expect(INPUTS).toContain(place.topic);
      return [placeOf(place), { said: { reason: header('reason'), field: header('field') }, value }];
    }),
  );
}
