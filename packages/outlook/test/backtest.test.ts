import { createEvaluator, INDICATORS, type Cell, type Holdings } from '@duqing/catalogue';
import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { describe, expect, it } from 'vitest';
import { backtestOf } from '../src/index.ts';
import { ChangeError, changedDeployment, changedIndicators, parseChange } from '../src/index.ts';

const deployment = await loadDeployment('demo');
const NOW = Date.parse('2026-10-25T00:00:00Z');
const setting = new Setting(deployment, NOW);
const [unit = ''] = setting.regions.unitsOf(setting.city, '2026-01-01').map(({ code }) => code);

/** 3 of 10 cases solved with IT support in one unit and quarter, all feeds attested. */
function holdings(): Holdings {
  const flags = {
    simulated: true,
    backfilled: false,
    unplaced: false,
    successorUsed: false,
    aggregate: false,
    otherSource: false,
  };
  const common = {
    indicator: 'it-solved-share',
    milestone: 'case-solved',
    area: unit,
    quarter: '2026Q2',
    unknown: 0,
    records: 10,
    flags,
  } as const;
  return {
    asOf: NOW,
    aggregates: [
      { ...common, part: 'numerator', sum: '3' },
      { ...common, part: 'denominator', sum: '10' },
    ],
    returns: [],
    attestations: [
      { region: unit, feed: 'cases', period: '2026Q2', through: '2026-06-30', count: null, simulated: true },
    ],
    sealedBulletins: [],
  };
}

function judged(texts: readonly string[]): Cell[] {
  const changes = texts.map(parseChange);
  return createEvaluator({
    setting: new Setting(changedDeployment(deployment, changes), NOW),
    holdings: holdings(),
    indicators: changedIndicators(changes),
  }).cellsOf({ region: unit, period: '2026Q2' });
}

function backtest(...texts: string[]): ReturnType<typeof backtestOf> {
  const alerts = { before: [{ kind: 'trend', key: 'a' }], after: [{ kind: 'target-missed', key: 'b' }] };
  return backtestOf({ changes: texts.map(parseChange), before: judged([]), after: judged(texts), alerts });
}

describe('parseChange', () => {
  it.each([
    ['it-solved-share>30', { kind: 'limit', comparator: '>', limit: 30 }],
    ['it-solved-share >= 30.5%', { kind: 'limit', comparator: '>=', limit: 30.5 }],
    ['transit-hub=yes', { kind: 'yes-no', due: true }],
    ['lost-contact-rate=falling', { kind: 'direction', direction: 'falling' }],
    ['minors-share=not-rising', { kind: 'direction', direction: 'falling', orEqual: true }],
    ['new-user-rate<=3', { kind: 'limit', comparator: '<=', limit: 3 }],
    ['seized-mass<=1000', { kind: 'limit', comparator: '<=', limit: 1000 }],
  ])('reads %s', (text, target) => {
    expect(parseChange(text)).toMatchObject({ target, level: null });
  });

  it('reads the level that a limit is for', () => {
    expect(parseChange('self-assessed-failing-items@county<5')).toMatchObject({ level: 'county' });
  });

  it.each([
    ['it-solved-share', 'not an item, a comparator'],
    ['no-such-item>3', 'unknown indicator no-such-item'],
    ['it-solved-share>many', 'a plain number'],
    ['it-solved-share>-3', 'a plain number'],
    ['it-solved-share>130', 'more than 100 %'],
    ['cases-filed>3%', 'not %'],
    ['transit-hub>3', 'a yes or no'],
    ['new-users-growth>3', 'a growth'],
    ['transit-hub=rising', 'no direction'],
    ['it-solved-share>rising', 'written =rising'],
    ['it-solved-share<30', 'contradicts it-solved-share, which asks for more'],
    ['minors-share=rising', 'contradicts minors-share, which asks for less'],
    ['lost-contact-rate>=5', 'asks for less'],
    ['zero-cultivation=2', '= goes with 0'],
    ['it-solved-share>100', 'none can'],
    ['voluntary-institutions@county>=1', 'no cells at level county'],
    ['it-solved-share@city=rising', 'goes with a number only'],
  ])('refuses %s: %s', (text, reason) => {
    expect(() => parseChange(text)).toThrow(ChangeError);
    expect(() => parseChange(text)).toThrow(reason);
  });
});

describe('changedDeployment', () => {
  it('takes out the deployment’s own limit, which would win over the change', () => {
    const own = { indicator: 'it-solved-share', level: 'county' as const, limit: 20 };
    const targets = deployment.targets.map((version) => ({ ...version, value: { ...version.value, limits: [own] } }));
    const changed = changedDeployment({ ...deployment, targets }, [parseChange('it-solved-share>30')]);
    expect(changed.targets.flatMap(({ value }) => value.limits)).toEqual([]);
  });

  it('keeps that of the other level', () => {
    const own = { indicator: 'it-solved-share', level: 'city' as const, limit: 20 };
    const targets = deployment.targets.map((version) => ({ ...version, value: { ...version.value, limits: [own] } }));
    const changed = changedDeployment({ ...deployment, targets }, [parseChange('it-solved-share@county>30')]);
    expect(changed.targets.flatMap(({ value }) => value.limits)).toContain(own);
  });
});

describe('backtestOf', () => {
  it('names what flips with its value, and what our own count becomes', () => {
    const found = backtest('it-solved-share>30');
    expect(found.flips).toEqual([
      {
        indicator: 'it-solved-share',
        region: unit,
        period: '2026Q2',
        value: 30,
        numerator: 3,
        denominator: 10,
        stage: 'final',
        before: 'met',
        after: 'missed',
      },
    ]);
    expect(found.composites).toEqual([
      expect.objectContaining({ region: unit, period: '2026Q2', before: expect.anything(), after: expect.anything() }),
    ]);
    const [shift] = found.composites;
    expect(shift && shift.after.range[0] - shift.before.range[0]).toBe(1);
    expect([found.judged.before.met, found.judged.after.met]).toEqual([1, 0]);
  });

  it('finds nothing where the target stays the same', () => {
    expect(backtest('it-solved-share>25')).toMatchObject({ flips: [], composites: [] });
  });

  it('counts alerts by kind', () => {
    expect(backtest('it-solved-share>30').alerts).toEqual([
      { kind: 'target-missed', more: 1, fewer: 0 },
      { kind: 'trend', more: 0, fewer: 1 },
    ]);
  });

  it('leaves every other entry the very same', () => {
    const changed = changedIndicators([parseChange('it-solved-share>30')]);
    expect(changed.filter((entry, index) => entry !== INDICATORS[index]).map(({ id }) => id)).toEqual([
      'it-solved-share',
    ]);
  });
});
