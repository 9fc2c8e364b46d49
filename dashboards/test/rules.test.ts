import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { INDICATORS } from '@duqing/catalogue';
import { Setting } from '@duqing/regions';
import { writeDimensions } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { expandMacros } from '../src/plugin/expand.ts';
import { contactPointsFile, muteTimesFile, policiesFile, rulesFile } from '../src/provisioning/alerting.ts';
import { datasourceFile } from '../src/provisioning/grafana.ts';
import { REMOVED_RULES } from '../src/provisioning/removed.ts';
import { ruleGroups } from '../src/rules/rules.ts';
import { apiGroup, doubled, fileGroup } from '../src/rules/shapes.ts';
import { generate } from '../src/generate.ts';
import { NOW, openRig, run, type Result, type Rig } from './rig.ts';

const GROUPS = ruleGroups();
const RULES = GROUPS.flatMap(({ rules }) => rules);

interface FileRule {
  uid: string;
  title: string;
  condition: string;
  data: {
    refId: string;
    datasourceUid: string;
    relativeTimeRange: { from: number; to: number };
    model: Record<string, unknown>;
  }[];
  noDataState: string;
  execErrState: string;
  for: string;
  isPaused: boolean;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** The rules as Grafana would read them from the generated file: strings and labels with `$` expanded, models as they are. */
function loaded(): FileRule[] {
  const file = parse(generate().get('provisioning/alerting/rules.yaml') ?? '') as { groups: { rules: FileRule[] }[] };
  return file.groups
    .flatMap(({ rules }) => rules)
    .map((rule) => ({
      ...rule,
      title: environmentExpanded(rule.title),
      labels: Object.fromEntries(Object.entries(rule.labels).map(([name, text]) => [name, environmentExpanded(text)])),
    }));
}

/** Grafana's values package: `$$` is a `$`, any other `$name` or `${name}` the environment's, which has none. */
function environmentExpanded(text: string): string {
  return text
    .split('$$')
    .map((part) => part.replace(/\$\{[^}]*\}|\$\w+/g, ''))
    .join('$');
}

describe('the files', () => {
  test('P12: what the file holds is what the API has, for every field that decides', () => {
    const api = GROUPS.flatMap((group) => apiGroup(group, 'zh').rules ?? []);
    const file = loaded();
    expect(file.map(({ uid }) => uid)).toEqual(api.map(({ uid }) => uid));
    for (const [index, rule] of file.entries()) {
      const source = api[index];
      const { noDataState, execErrState, condition, labels, annotations, title, isPaused } = rule;
      const pick = source && {
        for: source.for,
        noDataState: source.noDataState,
        execErrState: source.execErrState,
        condition: source.condition,
        labels: source.labels,
        annotations: source.annotations,
        title: source.title,
        isPaused: source.isPaused,
      };
      expect({ for: rule.for, noDataState, execErrState, condition, labels, annotations, title, isPaused }).toEqual(
        pick,
      );
      expect(rule.data).toEqual(JSON.parse(JSON.stringify(source?.data)));
    }
  });

  test('P11: a `$` in a label comes through, and one in a query is not doubled', () => {
    const [rule] = RULES;
    if (!rule) throw new Error('no rule');
    const labelled = { ...rule, labels: { where: '{{ $labels.region }}' } };
    const group = fileGroup({ name: 'g', interval: '5m', rules: [labelled] }, 'zh') as { rules: FileRule[] };
    expect(group.rules[0]?.labels['where']).toBe('{{ $$labels.region }}');
    expect(environmentExpanded(group.rules[0]?.labels['where'] ?? '')).toBe('{{ $labels.region }}');
    expect(group.rules[0]?.data[0]?.model['rawSql']).toBe(rule.sql);
    expect(doubled('a $ b')).toBe('a $$ b');
  });

  test('annotations hold no braces after a `$`: Grafana would expand those', () => {
    for (const { annotations } of loaded())
      for (const text of Object.values(annotations)) expect(text).not.toContain('${');
  });

  test('a rule has no field beside those of the provisioning shape', () => {
    const known = [
      'annotations',
      'condition',
      'data',
      'execErrState',
      'for',
      'isPaused',
      'labels',
      'noDataState',
      'title',
      'uid',
    ];
    for (const rule of loaded()) expect(Object.keys(rule).toSorted()).toEqual(known);
  });

  test('uids are unique and at most 40 characters; a removed one is not in use', () => {
    const uids = RULES.map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !/^[a-z0-9-]{1,40}$/.test(uid))).toEqual([]);
    expect(REMOVED_RULES.filter((uid) => uids.includes(uid))).toEqual([]);
    expect((rulesFile('zh') as { deleteRules: object[] }).deleteRules.length).toBe(REMOVED_RULES.length);
  });

  test('titles are unique within a group, and every runbook is there', () => {
    const pages = readdirSync(fileURLToPath(new URL('../../docs/runbooks/', import.meta.url)));
    for (const { rules } of GROUPS) {
      expect(new Set(rules.map(({ title }) => title.zh)).size).toBe(rules.length);
      for (const { runbook } of rules) expect(pages).toContain(`${runbook}.md`);
    }
  });

  test('every item with a target has a rule, one without has none', () => {
    const judged = INDICATORS.filter(({ target }) => target !== null).map(({ id }) => id);
    const ruled = RULES.flatMap(({ labels }) => labels['indicator'] ?? []);
    expect(ruled.toSorted()).toEqual(judged.toSorted());
  });

  test('no rule holds an absolute time or a variable of a board', () => {
    for (const { sql } of RULES) {
      expect(sql).not.toMatch(/\b20\d\d\b|\b1\d{9,12}\b|\$\{/);
      expect(expandMacros(sql, { from: 0, to: NOW })).not.toContain('$');
    }
  });

  test('the default notifies nobody: the only route is muted all day', () => {
    const { policies } = policiesFile() as {
      policies: { receiver: string; routes: { receiver: string; mute_time_intervals: string[] }[] }[];
    };
    const { contactPoints } = contactPointsFile() as { contactPoints: { name: string }[] };
    const { muteTimes } = muteTimesFile() as { muteTimes: { name: string; time_intervals: object[] }[] };
    const route = policies[0]?.routes[0];
    expect([policies[0]?.receiver, route?.receiver]).toEqual([contactPoints[0]?.name, contactPoints[0]?.name]);
    const always = muteTimes.find(({ name }) => name === route?.mute_time_intervals[0]);
    expect(always?.time_intervals).toEqual([{ times: [{ start_time: '00:00', end_time: '24:00' }] }]);
    for (const { labels } of loaded()) expect(labels['system']).toBe('duqing');
  });

  test('the data source has no password of its own', () => {
    const { datasources } = datasourceFile() as { datasources: { secureJsonData: { password: string } }[] };
    expect(datasources[0]?.secureJsonData.password).toMatch(/^\$[A-Z_]+$/);
  });
});

/** What Grafana makes of a rule's table: no rows is No Data, else one instance a row by its labels, firing above the threshold. */
function verdicts({ columns, rows }: Result, above: number): Map<string, 'Alerting' | 'Normal'> | 'NoData' {
  if (rows.length === 0) return 'NoData';
  const labels = columns.filter(({ name }) => name !== 'value').map(({ name }) => name);
  return new Map(
    rows.map((row) => [
      labels.map((name) => row[name]).join('|'),
      Number(row['value']) > above ? 'Alerting' : 'Normal',
    ]),
  );
}

async function evaluate({ store }: Rig, sql: string): Promise<Result> {
  return run(store, expandMacros(sql, { from: NOW - 600_000, to: NOW }));
}

/** One number, never null, and texts beside it, each row another set of them: else Grafana ends in Error. */
function expectShape({ columns, rows }: Result, name: string): void {
  const number = columns.filter(({ type }) => /^(Nullable\()?(U?Int|Float|Decimal)/.test(type));
  expect({ at: name, is: number }).toEqual({ at: name, is: [{ name: 'value', type: 'Float64' }] });
  const labels = columns.filter(({ name: column }) => column !== 'value');
  expect({ at: name, is: labels.filter(({ type }) => !/^(LowCardinality\()?String/.test(type)) }).toEqual({
    at: name,
    is: [],
  });
  expect(labels.length).toBeGreaterThan(0);
  expect({ at: name, is: rows.filter(({ value }) => typeof value !== 'number') }).toEqual({ at: name, is: [] });
  const keys = rows.map((row) => labels.map(({ name: label }) => row[label]).join('|'));
  expect({ at: name, is: new Set(keys).size }).toEqual({ at: name, is: keys.length });
}

describe('over a generated city', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig('city');
  }, 120_000);
  afterAll(async () => rig.close());

  test('every rule has its shape, an item a row for every area of its level, and fires just where a cell is missed', async () => {
    const cells = await rig.standalone.reader.cells({});
    const standing = new Set(['2026Q4', '2026Q3', '2026H2', '2026H1', '2026', '2025']);
    const stored = new Set(
      (await run(rig.store, 'SELECT DISTINCT indicator, region, period FROM published_cells')).rows.map(
        ({ indicator, region, period }) => [indicator, region, period].join('/'),
      ),
    );
    const missed = cells.filter(
      ({ indicator, region, period, verdict }) =>
        verdict === 'missed' && standing.has(period) && stored.has([indicator, region, period].join('/')),
    );
    for (const rule of RULES) {
      const result = await evaluate(rig, rule.sql);
      expectShape(result, rule.uid);
      const indicator = INDICATORS.find(({ id }) => id === rule.labels['indicator']);
      if (!indicator) continue;
      const areas = (indicator.levels.includes('county') ? 11 : 0) + (indicator.levels.includes('city') ? 1 : 0);
      expect({ at: rule.uid, is: result.rows.length }).toEqual({ at: rule.uid, is: areas });
      const firing = result.rows.filter(({ value }) => Number(value) > rule.above).map(({ region }) => region);
      const due = new Set(missed.filter((cell) => cell.indicator === indicator.id).map(({ region }) => region));
      expect({ at: rule.uid, is: firing.toSorted() }).toEqual({ at: rule.uid, is: [...due].toSorted() });
    }
    expect(missed.length).toBeGreaterThan(0);
  }, 180_000);
});

describe('P10: over an empty store', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig('empty');
  });
  afterAll(async () => rig.close());

  test('without names no rule is in error: each has no data, save the balance, which holds', async () => {
    const states = new Map<string, unknown>();
    for (const rule of RULES) {
      const result = await evaluate(rig, rule.sql);
      expectShape(result, rule.uid);
      states.set(rule.uid, verdicts(result, rule.above));
      expect(rule.noDataState).toBe('NoData');
      expect(rule.execErrState).toBe('Error');
    }
    const others = [...states].filter(([, state]) => state !== 'NoData').map(([uid]) => uid);
    expect(others).toEqual(['duqing-imbalance']);
  }, 120_000);

  test('with names and no figures every area is there, no item fires, and the want of figures does', async () => {
    await writeDimensions(rig.store, { setting: new Setting(rig.deployment, NOW), writtenAt: NOW });
    const [zero] = RULES;
    const none = RULES.find(({ uid }) => uid === 'duqing-no-figures');
    if (!zero || !none) throw new Error('rules are missing');
    expect([...(verdicts(await evaluate(rig, zero.sql), zero.above) as Map<string, string>).values()]).toEqual(
      Array(12).fill('Normal'),
    );
    expect([...(verdicts(await evaluate(rig, none.sql), none.above) as Map<string, string>).values()]).toEqual(
      Array(12).fill('Alerting'),
    );
  });
});
