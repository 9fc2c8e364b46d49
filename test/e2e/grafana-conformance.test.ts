import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INDICATORS } from '@duqing/catalogue';
import { parsePeriod } from '@duqing/calendar';
import { expandMacros } from '@duqing/dashboards/plugin';
import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { openStandalone } from '@duqing/standalone';
import { migrate, openStore, writeDimensions, type AlertView, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario as feeds } from '../scenarios/feed-not-attested.ts';
import { scenario as overdue } from '../scenarios/return-overdue.ts';
import { MOMENTS, tell, type MomentName, type Scenario } from '../scenarios/story.ts';
import { scenario as missed } from '../scenarios/target-missed.ts';
import { scenario as trend } from '../scenarios/trend.ts';
import { scenario as veto } from '../scenarios/veto.ts';
import { scenario as zero } from '../scenarios/zero-occurrence.ts';
import { durationMs, evaluated, type Answer, type GeneratedRule, type Instances } from '../support/grafana-rules.ts';

const SCENARIOS: readonly Scenario[] = [missed, trend, veto, zero, overdue, feeds];
const MINUTE = 60_000;
const CITY = '990100';
const names = Object.keys(MOMENTS) as MomentName[];
const RULES = generatedRules();
const folder = mkdtempSync(join(tmpdir(), 'duqing-conformance-'));

/** After a moment: what alerts in Grafana, as rule/area, and the alerts of services/alerts. */
interface Seen {
  grafana: Set<string>;
  ours: AlertView[];
}
const seen = new Map<MomentName, Seen>();
let store: Store;

interface ApiGroup {
  rules: {
    uid: string;
    for: string;
    noDataState: string;
    execErrState: string;
    data: [{ model: { rawSql: string } }, { model: { conditions: [{ evaluator: { params: [number] } }] } }];
  }[];
}

/** The rules as they are committed, in the shape of Grafana's API. */
function generatedRules(): GeneratedRule[] {
  const place = new URL('../../dashboards/generated/rules-api/zh/', import.meta.url);
  const groups = readdirSync(place).map((name) => JSON.parse(readFileSync(new URL(name, place), 'utf8')) as ApiGroup);
  return groups.flatMap(({ rules }) =>
    rules.map(({ uid, data, noDataState, execErrState, for: pending }) => ({
      uid,
      sql: data[0].model.rawSql,
      above: data[1].model.conditions[0].evaluator.params[0],
      forMs: durationMs(pending),
      noDataState,
      execErrState,
    })),
  );
}

async function asked(rule: GeneratedRule, now: number): Promise<Answer> {
  const sql = expandMacros(rule.sql, { from: now - 10 * MINUTE, to: now });
  const rows = await store.query<Record<string, string | number | null>>(sql);
  return {
    rows: rows.map(({ value, ...labels }) => ({
      labels: labels as Record<string, string>,
      value: value === null || value === undefined ? null : Number(value),
    })),
  };
}

/** All stories through the pipeline; after each moment Grafana looks for an hour and a quarter, as its rules' pending times ask. */
beforeAll(async () => {
  const deployment = await loadDeployment('demo');
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  let now = Date.parse(MOMENTS.morning);
  await writeDimensions(store, { setting: new Setting(deployment, now), writtenAt: now });
  const { bus, settle, reader } = openStandalone({ store, deployment, clock: () => now, replay: true });
  let states = new Map<string, Instances>();
  for (const name of names) {
    now = Date.parse(MOMENTS[name]);
    await tell(SCENARIOS, { at: name, bus });
    await settle('replay');
    // what is held does not change in that time: one answer stands for all evaluations
    for (const rule of RULES) {
      const answer = await asked(rule, now + MINUTE);
      for (let minute = 0; minute <= 75; minute += 15) {
        const before = states.get(rule.uid) ?? new Map();
        states = new Map(states).set(rule.uid, evaluated(before, { rule, answer, now: now + minute * MINUTE }));
      }
    }
    seen.set(name, { grafana: alerting(states), ours: await reader.alerts() });
  }
}, 240_000);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function alerting(states: ReadonlyMap<string, Instances>): Set<string> {
  const found = [...states].flatMap(([uid, instances]) =>
    [...instances].flatMap(([key, { state }]) =>
      state === 'Alerting' ? [`${uid}/${(JSON.parse(key || '{}') as { region?: string }).region ?? ''}`] : [],
    ),
  );
  return new Set(found);
}

/** Open in the sense of Grafana, which knows no recovering: what the cell says now, weak or strong, told or about to be. */
function standing(ours: readonly AlertView[], kinds: readonly string[]): AlertView[] {
  return ours.filter(({ kind, state }) => kinds.includes(kind) && (state === 'firing' || state === 'pending'));
}

/** Of a period from the first on of which anything is held: of earlier ones there are no vintages, and Grafana says nothing. */
function isOfHeld({ period }: AlertView): boolean {
  return period !== null && (parsePeriod(period)?.end ?? '') > '2026-04-01';
}

function uidOf(indicator: string): string {
  const exact = RULES.find(({ uid }) => uid === `duqing-${indicator}`);
  const cut = RULES.find(({ uid }) => uid.length === 40 && `duqing-${indicator}`.startsWith(uid.slice(0, 31)));
  return (exact ?? cut)?.uid ?? `no rule of ${indicator}`;
}

const isCausal = (id: string): boolean => {
  const target = INDICATORS.find((entry) => entry.id === id)?.target;
  return target?.kind === 'limit'
    ? target.comparator === '=' && target.limit === 0
    : target?.kind === 'yes-no' && !target.due;
};
const VERDICTS = INDICATORS.filter(
  ({ id, target, columns }) => target !== null && columns.group !== 'composite' && !isCausal(id),
);
const CAUSAL = INDICATORS.filter(({ id, columns }) => isCausal(id) && columns.group !== 'composite');

/** Both at one moment, as rule/area, sorted. */
function both(name: MomentName, pick: (given: Seen) => [grafana: string[], ours: string[]]): [string[], string[]] {
  const found = seen.get(name);
  if (!found) throw new Error(`${name} was not told`);
  const [grafana, ours] = pick(found);
  return [[...new Set(grafana)].sort(), [...new Set(ours)].sort()];
}

describe('one catalogue, two ways to alert', () => {
  test('in the stories something is missed, and something is not', () => {
    const sizes = names.map((name) => seen.get(name)?.grafana.size ?? 0);
    expect(Math.max(...sizes)).toBeGreaterThan(3);
    expect(seen.get('after-due')?.ours.length).toBeGreaterThan(3);
  });

  test.each(names)('%s: an item is missed in Grafana where an alert of ours stands, by area', (name) => {
    const rules = new Set(VERDICTS.map(({ id }) => uidOf(id)));
    const [grafana, ours] = both(name, (given) => [
      [...given.grafana].filter((one) => rules.has(one.split('/')[0] ?? '')),
      standing(given.ours, ['target-missed', 'trend']).map(
        ({ indicator, region }) => `${uidOf(indicator ?? '')}/${region}`,
      ),
    ]);
    expect(grafana).toEqual(ours);
  });

  test.each(names)(
    '%s: where a zero or veto item alerts in Grafana, ours tells of its event: in that area, or below',
    (name) => {
      const rules = new Set(CAUSAL.map(({ id }) => uidOf(id)));
      const [grafana, ours] = both(name, (given) => [
        [...given.grafana].filter((one) => rules.has(one.split('/')[0] ?? '')).map((one) => one.split('/')[1] ?? ''),
        standing(given.ours, ['zero-occurrence', 'veto']).map(({ region }) => region),
      ]);
      expect(grafana.filter((region) => region !== CITY)).toEqual(ours.filter((region) => region !== CITY));
      expect(grafana.includes(CITY)).toBe(ours.length > 0);
    },
  );

  test.each([
    ['duqing-returns-missing', 'return-overdue'],
    ['duqing-feeds-unattested', 'feed-not-attested'],
  ])('%s: every area of which ours says %s, alerts in Grafana too', (uid, kind) => {
    const pairs = names.map((name) =>
      both(name, (given) => [
        [...given.grafana].filter((one) => one.startsWith(`${uid}/`)).map((one) => one.split('/')[1] ?? ''),
        standing(given.ours, [kind]).flatMap((one) =>
          isOfHeld(one) && one.region.startsWith('9901') ? [one.region] : [],
        ),
      ]),
    );
    expect(pairs.some(([, ours]) => ours.length > 0)).toBe(true);
    for (const [grafana, ours] of pairs) expect(grafana).toEqual(expect.arrayContaining(ours));
  });
});

const rows = (...values: readonly { labels: { region: string }; value: number | null }[]): Answer => ({ rows: values });
const row = (region: string, value: number | null) => ({ labels: { region }, value });

describe('Grafana’s semantics, as our rules use them', () => {
  const rule: GeneratedRule = {
    uid: 'r',
    sql: '',
    above: 0,
    forMs: 15 * MINUTE,
    noDataState: 'NoData',
    execErrState: 'Error',
  };
  const A = JSON.stringify({ region: 'a' });
  const B = JSON.stringify({ region: 'b' });
  const through = (answers: readonly Answer[], over: Partial<GeneratedRule> = {}): Instances =>
    answers.reduce<Instances>(
      (before, answer, index) => evaluated(before, { rule: { ...rule, ...over }, answer, now: index * 5 * MINUTE }),
      new Map(),
    );

  test('is pending until its time is up, alerts then, and is normal at once', () => {
    const above = rows(row('a', 1));
    expect(through([above, above, above]).get(A)?.state).toBe('Pending');
    expect(through([above, above, above, above]).get(A)?.state).toBe('Alerting');
    expect(through([above, above, above, above, rows(row('a', 0))]).get(A)?.state).toBe('Normal');
    expect(through([above, rows(row('a', 0)), above, above, above]).get(A)?.state).toBe('Pending');
    expect(through([above], { forMs: 0 }).get(A)?.state).toBe('Alerting');
  });

  test('an area whose row goes missing keeps its state for one evaluation, then it is gone without having been normal', () => {
    const [whole, part] = [rows(row('a', 1), row('b', 1)), rows(row('b', 1))];
    expect(through([whole, part], { forMs: 0 }).get(A)).toMatchObject({ state: 'Alerting', missed: 1 });
    expect(through([whole, part, part], { forMs: 0 }).has(A)).toBe(false);
    expect(through([whole, part, part], { forMs: 0 }).get(B)?.state).toBe('Alerting');
  });

  test('no rows, or none with a number, is no data; a query that fails is an error: never normal', () => {
    for (const nothing of [rows(), rows(row('a', null))])
      expect([...through([rows(row('a', 1)), nothing], { forMs: 0 })].map(([key, { state }]) => [key, state])).toEqual([
        ['', 'NoData'],
      ]);
    expect([...through([{ error: 'timeout' }]).values()].map(({ state }) => state)).toEqual(['Error']);
    expect(through([rows()], { noDataState: 'OK' }).size).toBe(0);
  });

  test('two rows with the same labels are refused', () => {
    expect(() => through([rows(row('a', 1), row('a', 0))])).toThrow(/two rows/);
  });
});
