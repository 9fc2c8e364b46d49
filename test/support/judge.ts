import { isDeepStrictEqual } from 'node:util';
import type { Cell } from '@duqing/catalogue';
import { dayOf } from '@duqing/calendar';
import { referenceModel, tinyDeployment, type ReferenceRecord } from '@duqing/testkit';
import { createReader, type IndicatorValueRow } from '@duqing/warehouse';
import { balanceOf } from './balance.ts';
import { placeOf, type Held } from './collector.ts';
import { keyed } from '../e2e/said.ts';
import { INPUTS, LETTERS, type Stack } from './stack.ts';

/** Header of a message that was made to be refused. */
export const MADE_BAD = 'made-bad';

export interface Verdict {
  /** each breach in one line; empty = all is as it must be */
  faults: string[];
  messages: number;
  cells: number;
  vintages: number;
}

/** Compares what the store says with what is in Kafka, by meaning. To be asked when all is settled. */
export async function judge(stack: Stack): Promise<Verdict> {
  const held = stack.collector.of(INPUTS);
  const [bad, good] = [held.filter(isBad), held.filter((one) => !isBad(one))];
  const records = good.map(recordOf);
  const cells = await judgeCells(stack, records);
  const vintages = await judgeVintages(stack, records);
  const faults = [
    ...(await judgePlaces(stack, { good, bad })),
    ...judgeLetters(stack, bad),
    ...(await judgeBalance(stack, { good, bad })),
    ...cells.faults,
    ...vintages.faults,
    ...(await judgeAlerts(stack)),
  ];
  return { faults, messages: held.length, cells: cells.count, vintages: vintages.count };
}

function isBad({ value, headers }: Held): boolean {
  return value === null || headers[MADE_BAD] !== undefined;
}

/** Received when the broker appended it. */
function recordOf({ value, appendedAt }: Held): ReferenceRecord {
  const event = JSON.parse(Buffer.from(value ?? []).toString('utf8')) as ReferenceRecord;
  return { ...event, receivedAt: appendedAt };
}

interface Sorted {
  good: Held[];
  bad: Held[];
}

/** Every message of Kafka in the ledger or among the rejects, once. */
async function judgePlaces({ store }: Stack, { good, bad }: Sorted): Promise<string[]> {
  const places = async (table: string): Promise<string[]> =>
    (
      await store.query<{ topic: string; partition: number; offset: string }>(
        `SELECT topic, partition, toString(offset) AS offset FROM ${table} FINAL`,
      )
    ).map(placeOf);
  return [
    ...differences('ledger', { found: await places('ledger'), expected: good.map(placeOf) }),
    ...differences('rejects', { found: await places('rejects'), expected: bad.map(placeOf) }),
  ];
}

function differences(what: string, { found, expected }: { found: string[]; expected: string[] }): string[] {
  const [held, due] = [new Set(found), new Set(expected)];
  return [
    ...(held.size === found.length ? [] : [`${what}: ${found.length - held.size} rows double`]),
    ...expected.filter((place) => !held.has(place)).map((place) => `${what}: ${place} lost`),
    ...found.filter((place) => !due.has(place)).map((place) => `${what}: ${place} is not to be there`),
  ];
}

/** Every refused message among the dead letters with its bytes; once or, after a crash, again. */
function judgeLetters({ collector }: Stack, bad: readonly Held[]): string[] {
  const letters = Map.groupBy(collector.of([LETTERS]), ({ headers }) =>
    ['duqing-topic', 'duqing-partition', 'duqing-offset'].map((name) => String(headers[name])).join('/'),
  );
  return bad.flatMap((message) => {
    const found = letters.get(placeOf(message)) ?? [];
    const isWhole = found.some(({ value }) => Buffer.compare(value ?? Buffer.of(), message.value ?? Buffer.of()) === 0);
    return isWhole ? [] : [`dead letter: ${placeOf(message)} is not there with its bytes`];
  });
}

async function judgeBalance(stack: Stack, { good, bad }: Sorted): Promise<string[]> {
  const reader = readerOf(stack);
  const rows = await reader.balance();
  const expected = balanceOf(good.map((held) => ({ held, record: recordOf(held) })));
  const found = new Map(
    rows
      .filter(({ received, rejected }) => received > rejected)
      .map(({ source, topic, quarter, received, accepted, superseded, duplicate, conflict, rejected }) => [
        `${source} ${topic} ${quarter}`,
        { received: received - rejected, accepted, superseded, duplicate, conflict },
      ]),
  );
  const rejected = rows.reduce((sum, row) => sum + row.rejected, 0);
  const open = rows.filter(
    ({ received, accepted, superseded, duplicate, conflict, rejected: refused, discarded }) =>
      received !== accepted + superseded + duplicate + conflict + refused + discarded,
  );
  return [
    ...open.map(({ source, topic, quarter }) => `balance: ${source} ${topic} ${quarter} does not close`),
    ...(rejected === bad.length ? [] : [`balance: ${rejected} rejected, ${bad.length} were bad`]),
    ...compare('balance', { found, expected }),
  ];
}

function readerOf({ store }: Stack) {
  return createReader({ store, deployment: tinyDeployment, clock: Date.now });
}

/** Every cell, live, against the model. */
async function judgeCells(stack: Stack, records: readonly ReferenceRecord[]) {
  const found = keyed(await readerOf(stack).cells({}));
  const periods = new Set(Array.from(found.keys(), (key) => key.split('/')[2]));
  const model = referenceModel({ records, deployment: tinyDeployment, asOf: Date.now() });
  const expected = new Map([...keyed(model.cells())].filter(([key]) => periods.has(key.split('/')[2])));
  const faults = compare('cell', { found: new Map([...found].filter(([key]) => expected.has(key))), expected });
  return { faults, count: expected.size };
}

/** The newest vintage of every cell is what the model says of the day on which it was computed, and none is missing. */
async function judgeVintages(stack: Stack, records: readonly ReferenceRecord[]) {
  const rows = await stack.store.query<Pick<IndicatorValueRow, 'cell' | 'as_of'>>(
    `SELECT argMax(v.cell, (v.as_of, v.computed_at)) AS cell, max(v.as_of) AS as_of FROM indicator_values AS v
GROUP BY v.indicator, v.region, v.period`,
  );
  const faults: string[] = [];
  for (const [day, some] of Map.groupBy(rows, ({ as_of }) => dayOf(as_of))) {
    const asOf = Math.max(...some.map(({ as_of }) => as_of));
    const model = referenceModel({ records, deployment: tinyDeployment, asOf });
    const vintages = some.map(({ cell }) => JSON.parse(cell) as Cell);
    const expected = vintages.flatMap(({ indicator, region, period }) => model.cell(indicator, region, period) ?? []);
    const known = new Set(keyed(expected).keys());
    const found = new Map([...keyed(vintages)].filter(([key]) => known.has(key)));
    faults.push(...compare(`vintage of ${day}`, { found, expected: keyed(expected) }));
  }
  const held = new Set(rows.map(({ cell }) => nameOf(JSON.parse(cell) as Cell)));
  const shown = (await readerOf(stack).cells({})).filter(({ numerator }) => numerator !== null && numerator > 0);
  const missing = shown.map(nameOf).filter((name) => !held.has(name));
  faults.push(...missing.map((name) => `vintage: ${name} was never computed`));
  return { faults, count: rows.length };
}

/** Each alert's states follow one from the other, once; nobody was told of a balance that does not hold. */
async function judgeAlerts(stack: Stack): Promise<string[]> {
  const transitions = await readerOf(stack).transitions();
  const faults: string[] = [];
  for (const [name, steps] of Map.groupBy(transitions, ({ kind, key }) => `${kind} ${key}`)) {
    const ordered = steps.toSorted((a, b) => a.episode - b.episode || a.at - b.at);
    ordered.forEach(({ from_state, to_state }, index) => {
      const before = ordered[index - 1]?.to_state ?? 'normal';
      const isNext = from_state === before || (before === 'resolved' && from_state === 'normal');
      if (!isNext) faults.push(`alert ${name}: ${from_state} → ${to_state} after ${before}`);
    });
    if (name.startsWith('imbalance ')) faults.push(`alert ${name}: raised`);
  }
  return faults;
}

function nameOf({ indicator, region, period }: { indicator: string; region: string; period: string }): string {
  return `${indicator}/${region}/${period}`;
}

function compare(
  what: string,
  { found, expected }: { found: ReadonlyMap<string, object>; expected: ReadonlyMap<string, object> },
): string[] {
  const names = new Set([...found.keys(), ...expected.keys()]);
  return [...names].flatMap((name) => {
    const [is, due] = [found.get(name), expected.get(name)];
    if (isDeepStrictEqual(is, due)) return [];
    return [`${what} ${name}: ${JSON.stringify(is)}, the model says ${JSON.stringify(due)}`];
  });
}
