import { loadDeployment } from '@duqing/runtime';
import { expect, test } from 'vitest';
import { areasOf } from '../src/core/areas.ts';
import { inOrder } from '../src/core/alerts.ts';
import { indicatorView, nativeKey, entryOf } from '../src/core/indicator.ts';
import { overviewOf, type OverviewInput } from '../src/core/overview.ts';
import { lastQuarter, quartersAmong } from '../src/core/periods.ts';
import { alert, cell, CITY, COUNTY, NOW } from './fixture.ts';

const areas = areasOf(await loadDeployment('demo'), { at: NOW, lang: 'zh' });
const input = (over: Partial<OverviewInput> = {}): OverviewInput => ({
  period: '2026Q3',
  lang: 'zh',
  areas,
  cells: [],
  alerts: [],
  sources: [],
  simulated: false,
  ...over,
});

test('the city comes first, then its units by code', () => {
  expect(areas[0]).toEqual({ code: CITY, name: '云麓市', level: 'city' });
  expect(areas.slice(1).map(({ code }) => code)).toEqual(
    areas
      .slice(1)
      .map(({ code }) => code)
      .sort(),
  );
});

test('a cell that should be there and is not is absent, one of another level is not expected', () => {
  const view = overviewOf(input({ cells: [cell()] }));
  const row = (id: string) => view.groups.flatMap(({ rows }) => rows).find(({ indicator }) => indicator === id);
  expect(
    row('it-solved-share')
      ?.slots.map(({ kind }) => kind)
      .slice(0, 3),
  ).toEqual(['absent', 'cell', 'absent']);
  expect(
    row('exam-includes-drug-knowledge')
      ?.slots.map(({ kind }) => kind)
      .slice(0, 2),
  ).toEqual(['absent', 'other-level']);
});

test('absent cells are counted as such and never among the met', () => {
  const view = overviewOf(input());
  expect(view.counts[0]).toMatchObject({ verdicts: { met: 0, missed: 0 }, composite: null });
  expect(view.counts[0]?.absent).toBeGreaterThan(50);
  expect(view.dataAsOf).toBeNull();
});

test('the longest silent is of an area in force; who sent under a code that ended owes nothing', () => {
  const sources = [
    { source: '/990121/forestry', receivedAt: 1_000 },
    { source: `/${COUNTY}/justice`, receivedAt: 2_000 },
    { source: `/${COUNTY}/police`, receivedAt: 3_000 },
  ];
  expect(overviewOf(input({ sources })).dataAsOf).toEqual({ newest: 3_000, oldest: sources[1], sources: 3 });
});

test('a row names its period where it is not the quarter asked for', () => {
  const half = cell({ indicator: 'inspection-class-b', period: '2026H2', region: CITY });
  const rows = overviewOf(input({ cells: [half, cell()] })).groups.flatMap(({ rows }) => rows);
  expect(rows.find(({ indicator }) => indicator === 'inspection-class-b')?.period).toBe('2026H2');
  expect(rows.find(({ indicator }) => indicator === 'it-solved-share')?.period).toBeNull();
});

test('a veto item that cannot be assessed stays open, it does not count as none', () => {
  const veto = { indicator: 'zero-manufacturing', unit: 'cases' };
  const view = overviewOf(
    input({
      cells: [
        cell({ ...veto, verdict: 'missed' }),
        cell({ ...veto, region: CITY, verdict: 'not-assessable' }),
        cell({ ...veto, region: '990103', verdict: 'met' }),
      ],
    }),
  );
  expect(view.vetoes).toMatchObject({ open: 1, met: 1 });
  expect(view.vetoes.missed.map(({ region }) => region)).toEqual([COUNTY]);
});

test('ended alerts are not open; one simulated cell marks the page', () => {
  const alerts = [alert(), alert({ state: 'resolved' }), alert({ state: 'pending', severity: 'critical' })];
  const view = overviewOf(input({ alerts, cells: [cell({ flags: ['simulated'] })] }));
  expect(view.alerts).toEqual({ critical: 1, warning: 1, info: 0 });
  expect(view.simulated).toBe(true);
});

test('alerts: open before ended, gravest first, then newest', () => {
  const [a, b, c, d] = [
    alert({ key: 'a', state: 'resolved', severity: 'critical' }),
    alert({ key: 'b', since: '2026-01-01T00:00:00+08:00' }),
    alert({ key: 'c', severity: 'critical' }),
    alert({ key: 'd' }),
  ] as const;
  expect(inOrder([a, b, c, d]).map(({ key }) => key)).toEqual(['c', 'd', 'b', 'a']);
});

test('the quarter shown first is the last that is over, also on its first and last day', () => {
  expect(lastQuarter(Date.parse('2026-10-01T00:00:00+08:00'))).toBe('2026Q3');
  expect(lastQuarter(Date.parse('2026-09-30T23:59:59+08:00'))).toBe('2026Q2');
  expect(lastQuarter(Date.parse('2026-01-15T08:00:00+08:00'))).toBe('2025Q4');
  expect(quartersAmong([{ period: '2026Q1' }, { period: '2026' }], '2025Q4')).toEqual(['2025Q4', '2026Q1']);
});

test('a quarter of a half-yearly item is its half-year, of a quarterly item itself', () => {
  expect(nativeKey(entryOf('inspection-class-b')!, '2026Q3')).toBe('2026H2');
  expect(nativeKey(entryOf('provincial-veto')!, '2026Q3')).toBe('2026');
  expect(nativeKey(entryOf('it-solved-share')!, '2026Q3')).toBe('2026Q3');
});

test('the series ends with the chosen period and leaves the creation period out', () => {
  const cells = ['2026Q1', '2026Q2', '2026Q3', 'creation'].map((period) => cell({ period }));
  const view = indicatorView({
    entry: entryOf('it-solved-share')!,
    lang: 'zh',
    areas,
    region: COUNTY,
    period: '2026Q2',
    cells,
    behind: null,
    simulated: false,
  });
  expect(view.series.map(({ period }) => period)).toEqual(['2026Q1', '2026Q2']);
  expect(view.areas[0]).toMatchObject({ area: { code: CITY }, cell: null });
  expect(view.periods).toEqual(['2026Q1', '2026Q2', '2026Q3', 'creation']);
});
