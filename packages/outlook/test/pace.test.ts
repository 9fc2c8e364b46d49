import type { Cell } from '@duqing/catalogue';
import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { describe, expect, it } from 'vitest';
import { createEvaluator, type Holdings } from '@duqing/catalogue';
import { daysWithout } from '../src/index.ts';
import { owed, type Owed } from '../src/index.ts';

const deployment = await loadDeployment('demo');
const regions = new Setting(deployment, Date.now()).regions;
const [unit = ''] = regions.unitsOf(deployment.city, '2026-01-01').map(({ code }) => code);

function returned(measure: string, period: string, value: number): Holdings['returns'][number] {
  return {
    region: unit,
    measure,
    period,
    numerator: null,
    denominator: null,
    value,
    flag: null,
    nil: false,
    receivedAt: 0,
    simulated: true,
    backfilled: false,
    otherSource: false,
  };
}

function pace(day: string, returns: Holdings['returns']): Owed[] {
  const asOf = Date.parse(`${day}T12:00:00+08:00`);
  const setting = new Setting(deployment, asOf);
  const holdings = { asOf, aggregates: [], returns, attestations: [], sealedBulletins: [] };
  const evaluator = createEvaluator({ setting, holdings });
  return owed({
    setting,
    today: day,
    region: unit,
    cellOf: (key) => evaluator.cell(key.indicator, key.region, key.period),
  });
}

function itemOf(found: readonly Owed[], indicator: string): Owed | undefined {
  return found.find((one) => one.indicator === indicator);
}

describe('owed', () => {
  it('a countable task: how much is done, by when', () => {
    const found = itemOf(
      pace('2026-11-05', [returned('main-leader-activities', '2026Q4', 1)]),
      'main-leader-activities',
    );
    expect(found).toMatchObject({
      kind: 'task',
      progress: { done: 1, wanted: 2 },
      due: '2026-12-31',
      isOverdue: false,
      text: { zh: '已完成 1/2 次活动;截止 12 月 31 日', en: '1 of 2 activities; due 2026-12-31' },
    });
  });

  it('nothing once it is met', () => {
    expect(
      itemOf(pace('2026-11-05', [returned('main-leader-activities', '2026Q4', 2)]), 'main-leader-activities'),
    ).toBeUndefined();
  });

  it('a return of the quarter that ended, until its day; then it is overdue', () => {
    const before = pace('2026-07-10', []).find(
      (one) => one.indicator === 'lost-contact-rate' && one.period === '2026Q2',
    );
    expect(before).toMatchObject({ kind: 'return', due: '2026-07-10', isOverdue: false });
    const after = pace('2026-07-11', []).find(
      (one) => one.indicator === 'lost-contact-rate' && one.period === '2026Q2',
    );
    expect(after).toMatchObject({ isOverdue: true, text: { zh: '2026Q2 报表逾期;截止 7 月 10 日' } });
  });

  it('is in order of the day, and of one department where asked', () => {
    const found = pace('2026-11-05', []);
    expect(found.map(({ due }) => due)).toEqual(found.map(({ due }) => due).toSorted());
    expect(found.length).toBeGreaterThan(20);
  });
});

function cell(period: string, value: number | null, more: Partial<Cell['completeness']> = {}): Cell {
  const completeness = {
    returnsExpected: 0,
    returnsReceived: 0,
    returnsOnTime: 0,
    feedsExpected: 1,
    feedsAttested: value === null ? 0 : 1,
    through: null,
    unitsIncluded: [],
    unitsMissing: [],
    ...more,
  };
  return { period, value, completeness, verdict: value === null ? 'not-assessable' : 'met' } as unknown as Cell;
}

function without(cells: Cell[], occurred: string[] = []): ReturnType<typeof daysWithout> {
  return daysWithout({ indicator: 'zero-manufacturing', region: unit, cells, occurred });
}

describe('daysWithout', () => {
  it('counts attested days from the start of what is known', () => {
    expect(without([cell('2026Q1', 0), cell('2026Q2', 0)])).toMatchObject({
      last: null,
      through: '2026-06-30',
      days: 181,
    });
  });

  it('counts from the day after it happened', () => {
    expect(without([cell('2026Q1', 1), cell('2026Q2', 0)], ['2026-02-10', '2026-03-21'])).toMatchObject({
      last: '2026-03-21',
      days: 101,
    });
  });

  it('of a running quarter only as far as it is attested', () => {
    const running = cell('2026Q2', 0, { feedsAttested: 0, through: '2026-06-12' });
    expect(without([cell('2026Q1', 0), running])).toMatchObject({ through: '2026-06-12', days: 163 });
  });

  it('silence is not zero: after a quarter of which nothing is known the count begins anew', () => {
    expect(without([cell('2026Q1', 0), cell('2026Q2', null), cell('2026Q3', 0)])).toMatchObject({ days: 92 });
    expect(without([cell('2026Q1', 0), cell('2026Q2', null)])).toMatchObject({ through: null, days: null });
  });

  it('what only a return says happened is taken for the last day of its quarter', () => {
    expect(without([cell('2026Q1', 2), cell('2026Q2', 0)])).toMatchObject({ last: '2026-03-31', days: 91 });
  });
});
