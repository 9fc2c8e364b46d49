import { describe, expect, it } from 'vitest';
import {
  A,
  allAttested,
  attested,
  B,
  cell,
  CITY_CODE,
  deployment,
  evaluator,
  events,
  REFERENCE,
  region,
  returned,
} from './world.ts';

const Q2 = '2026Q2';
const rate = (period: string, numerator: number, denominator: number, code = A) =>
  returned('execution-rate', code, period, { numerator, denominator });
const level = (period: string, value: number) => returned('new-users-found', A, period, { value });
const growth = (a: number, b: number, c: number) =>
  cell({ returns: [level('2024Q2', a), level('2025Q2', b), level(Q2, c)] }, ['new-users-growth', A, Q2]);

const caught = (code: string, period: string, value: number) =>
  returned('locals-caught-elsewhere', code, period, { value });
const caused = (base: { attested?: boolean; records?: number }) =>
  cell(
    {
      attestations: [attested(A, Q2), ...(base.attested ? [attested(A, '2025Q2')] : [])],
      aggregates: base.records ? events('user-caused-cases', A, '2025Q2', { n: 0, records: base.records }) : [],
    },
    ['user-caused-cases', A, Q2],
  );
const faults = (period: string, value: number) => returned('zero-enforcement-faults', A, period, { value });
const filed = (through: string) =>
  cell(
    {
      on: '2026-06-15',
      attestations: [attested(A, Q2, { through })],
      aggregates: events('cases-filed', A, Q2, { n: 1 }),
    },
    ['cases-filed', A, Q2],
  );
const newUsers = (code: string, users: number, people: number) => [
  returned('new-users-found', code, Q2, { value: users }),
  returned('population', code, '2025', { value: people }),
];
const hearings = (period: string, value: number) => returned('main-leader-activities', A, period, { value });
const hub = (flag: boolean) =>
  cell({ on: '2026-06-01', returns: [returned('transit-hub', A, Q2, { flag })] }, ['transit-hub', A, Q2]);
const inspections = (value: number) =>
  cell({ on: '2026-06-01', returns: [returned('transport-inspections', A, Q2, { value })] }, [
    'transport-inspections',
    A,
    Q2,
  ]);
const issued = (on: string, sealedOn?: string) =>
  cell({ on, sealedBulletins: sealedOn ? [{ quarter: Q2, sealedOn, edition: 'provisional' }] : [] }, [
    'bulletin-issued',
    CITY_CODE,
    '2026Q3',
  ]);
const lost = (n: number, d: number) =>
  cell({ returns: [returned('lost-contact-rate', A, Q2, { numerator: n, denominator: d })] }, [
    'lost-contact-rate',
    A,
    Q2,
  ]).evidence;
const rising = (before: [number, number] | null, now: [number, number]) =>
  cell({ returns: [...(before ? [rate('2025Q2', ...before)] : []), rate(Q2, ...now)] }, [
    'execution-rate-rising',
    A,
    Q2,
  ]);
const said = (answers: Record<string, boolean>) =>
  cell({ returns: Object.entries(answers).map(([code, flag]) => returned('transit-hub', code, Q2, { flag })) }, [
    'transit-hub',
    CITY_CODE,
    Q2,
  ]);
const share = (n: number, d: number) =>
  cell({ attestations: [attested(A, Q2)], aggregates: events('it-solved-share', A, Q2, { n, d }) }, [
    'it-solved-share',
    A,
    Q2,
  ]).distance;
const zero = (on: string, incidents: number | null) =>
  cell(
    {
      on,
      attestations: [attested(A, Q2)],
      returns: incidents === null ? [] : [returned('zero-diversion:incidents', A, Q2, { value: incidents })],
    },
    ['zero-diversion', A, Q2],
  );

const ledAt = (on: string, period: string, value = 1) =>
  cell({ on, returns: [hearings('2026Q1', value)] }, ['main-leader-activities', A, period]);

describe('cells at native periods', () => {
  it('a quarter of a half-yearly item is its half', () => {
    const found = cell({ on: '2026-06-30' }, ['inspection-class-b', A, Q2]);
    expect(found).toMatchObject({ period: '2026H1', stage: 'running' });
  });
  it('a year holds four cells of a quarterly item and is none of them', () => {
    expect(evaluator().cell('cases-filed', A, '2026')).toBeUndefined();
    const periods = evaluator().cellsOf({ indicator: 'cases-filed', region: A, period: '2026' });
    expect(periods.map(({ period }) => period)).toEqual(['2026Q1', '2026Q2', '2026Q3', '2026Q4']);
  });
  it('an item of the city alone has no cell of a county, an unknown area none at all', () => {
    expect(evaluator().cell('voluntary-institutions', A, Q2)).toBeUndefined();
    expect(evaluator().cell('cases-filed', '123456', Q2)).toBeUndefined();
    expect(evaluator().cell('cases-filed', REFERENCE, Q2)).toBeUndefined();
  });
  it('all cells are given from the first quarter held to the present one, and creation', () => {
    const found = evaluator({ aggregates: events('cases-filed', A, '2026Q1', { n: 1 }) }).cellsOf({ region: A });
    const periods = new Set(found.map(({ period }) => period));
    expect([...periods].toSorted()).toEqual(['2026', '2026H1', '2026H2', '2026Q1', '2026Q2', '2026Q3', 'creation']);
  });
  it.each([
    ['2026-06-30', 'running'],
    ['2026-07-01', 'provisional'],
    ['2026-10-19', 'provisional'],
    ['2026-10-20', 'final'],
  ])('on %s 2026Q2 is %s', (on, stage) => expect(cell({ on }, ['cases-filed', A, Q2]).stage).toBe(stage));
});

describe('what the year has said already', () => {
  it('is carried, with what is owed', () =>
    expect(ledAt('2026-07-20', Q2)).toMatchObject({
      value: 1,
      verdict: 'not-due',
      flags: ['carried'],
      note: { zh: '已完成 1/2 次活动;截止12月31日', en: '1 of 2 activities; due 31 December' },
    }));
  it('keeps a cell before the day met or not-due for good', () =>
    expect(ledAt('2027-06-01', Q2).verdict).toBe('not-due'));
  it('reaches Q4 only where it is met', () => {
    expect(ledAt('2027-01-11', '2026Q4')).toMatchObject({ value: null, reason: 'return-missing' });
    expect(ledAt('2027-01-11', '2026Q4', 2)).toMatchObject({ value: 2, verdict: 'met', flags: ['carried'] });
  });
  it('of a survey reaches Q4 also where it fails', () => {
    const returns = [returned('awareness-rate', A, '2026Q3', { numerator: 90, denominator: 100 })];
    expect(cell({ on: '2027-01-02', returns }, ['awareness-rate', A, '2026Q4'])).toMatchObject({
      value: 90,
      verdict: 'missed',
      distance: { toMeet: 6, toBreak: 0 },
    });
  });
  it('a creation cell adds quarters', () => {
    const found = cell({ returns: [faults('2026Q1', 1), faults(Q2, 2)] }, ['zero-enforcement-faults', A, 'creation']);
    expect(found).toMatchObject({ value: 3, verdict: 'missed', stage: 'running' });
  });
});

describe('while the period runs', () => {
  it('what nothing can change is decided, the rest is not due', () => {
    expect(inspections(1).verdict).toBe('met');
    expect(inspections(0)).toMatchObject({ verdict: 'not-due', distance: { toMeet: 1, toBreak: 0 } });
  });
  it('a no where no is due waits, a yes is missed at once', () => {
    expect(hub(false).verdict).toBe('not-due');
    expect(hub(true)).toMatchObject({ verdict: 'missed', distance: null });
  });
  it('a stock is judged as it stands', () =>
    expect(cell({ on: '2026-06-01', returns: [rate(Q2, 94, 100)] }, ['execution-rate', A, Q2]).verdict).toBe('missed'));
  it('the bulletin waits for its release day only', () => {
    expect(issued('2026-07-20')).toMatchObject({ value: null, verdict: 'not-due' });
    expect(issued('2026-07-21')).toMatchObject({ value: 0, verdict: 'missed' });
    expect(issued('2026-07-20', '2026-07-20')).toMatchObject({ value: 1, verdict: 'met' });
  });
  it('a flash is no bulletin', () =>
    expect(
      cell({ on: '2026-07-21', sealedBulletins: [{ quarter: Q2, sealedOn: '2026-07-05', edition: 'flash' }] }, [
        'bulletin-issued',
        CITY_CODE,
        '2026Q3',
      ]).verdict,
    ).toBe('missed'));
});

describe('compared with one year before', () => {
  it('better is met, equal is missed', () => {
    expect(rising([94, 100], [19, 20])).toMatchObject({ verdict: 'met', base: { period: '2025Q2', value: 94 } });
    expect(rising([95, 100], [19, 20])).toMatchObject({ verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } });
  });
  it('equal at 100 % is met', () => expect(rising([9, 9], [20, 20]).verdict).toBe('met'));
  it('without a base the history is too short', () =>
    expect(rising(null, [19, 20])).toMatchObject({ verdict: 'not-assessable', reason: 'history-too-short' }));
  it('an event base exists where it is attested or holds any record', () => {
    expect(caused({}).reason).toBe('history-too-short');
    expect(caused({ attested: true }).verdict).toBe('met');
    expect(caused({ records: 1 }).verdict).toBe('met');
  });
  it('predecessors are added', () => {
    const regions = [region(A, {}), region(B, {}), region('990103', { validTo: '2026-01-01', successors: [B] })];
    const returns = [caught(B, '2025Q2', 3), caught('990103', '2025Q2', 4), caught(B, Q2, 6)];
    expect(cell({ returns, deployment: deployment({ regions }) }, ['locals-caught-elsewhere', B, Q2])).toMatchObject({
      verdict: 'met',
      base: { numerator: 7 },
    });
  });
});

describe('growth of growth', () => {
  it.each([
    [100, 120, 132, 'met', null, 10],
    [100, 120, 144, 'missed', null, 20],
    [10, 12, 12, 'met', null, 0],
    [10, 12, 0, 'met', null, -100],
    [5, 0, 12, 'not-assessable', 'base-zero', null],
    [0, 12, 6, 'not-assessable', 'base-zero', -50],
    [0, 12, 0, 'met', null, -100],
    [4, 4, 2, 'met', null, null],
  ])('%d, %d, %d of a falling item is %s (%s), %s %%', (a, b, c, verdict, reason, value) =>
    expect(growth(a, b, c)).toMatchObject({ numerator: c, denominator: b, verdict, reason, value }),
  );
  it('a base under the minimum is weak', () => expect(growth(4, 4, 2).evidence).toBe('weak'));
  it('two years are too few', () =>
    expect(cell({ returns: [level('2025Q2', 120), level(Q2, 132)] }, ['new-users-growth', A, Q2]).reason).toBe(
      'history-too-short',
    ));
});

describe('evidence', () => {
  it('0 of 71 reaches over 5 %, 0 of 72 does not', () =>
    expect([lost(0, 71), lost(0, 72)]).toEqual(['weak', 'strong']));
  it('a full count is strong, however small', () => {
    const returns = [returned('social-worker-ratio', A, Q2, { numerator: 1, denominator: 20 })];
    expect(cell({ returns }, ['social-worker-ratio', A, Q2]).evidence).toBe('strong');
  });
  it('a feed attested through one of the last ten days is enough while the period runs', () => {
    expect(filed('2026-06-05').evidence).toBe('strong');
    expect(filed('2026-06-04')).toMatchObject({ evidence: 'weak', flags: ['unattested'] });
  });
  it('a count attested that differs from the count held is flagged', () =>
    expect(cell({ attestations: [attested(A, Q2, { count: 41, held: 40 })] }, ['cases-filed', A, Q2]).flags).toEqual([
      'count-differs',
    ]));
});

describe('distance, in the unit people act on', () => {
  it('to meet', () =>
    expect(share(24, 100)).toEqual({
      toMeet: 2,
      toBreak: 0,
      text: {
        zh: '再增加 2 起运用信息化手段破获的案件即可达标',
        en: '2 more cases solved with IT support would meet it',
      },
    }));
  it('to break', () => {
    const returns = [returned('lost-contact-rate', A, Q2, { numerator: 3, denominator: 80 })];
    expect(cell({ returns }, ['lost-contact-rate', A, Q2]).distance).toEqual({
      toMeet: 0,
      toBreak: 1,
      text: { zh: '再增加 1 名脱失人员即不达标', en: '1 more lost contact breaks it' },
    });
  });
});

describe('from counties to the city', () => {
  it('any: one yes is enough, no needs every unit', () => {
    expect(said({ [B]: true })).toMatchObject({ value: true, verdict: 'missed' });
    expect(said({ [A]: false, [B]: false })).toMatchObject({ value: false, verdict: 'met' });
    expect(said({ [A]: false, [CITY_CODE]: false })).toMatchObject({ value: null, reason: 'unit-missing' });
  });
  it("own: the units' returns do not matter", () =>
    expect(
      cell({ returns: [returned('transport-inspections', A, Q2, { value: 1 })] }, [
        'transport-inspections',
        CITY_CODE,
        Q2,
      ]).reason,
    ).toBe('return-missing'));
  it("the city's own return adds what no unit returns, a reported total is only compared", () => {
    const returns = [
      rate(Q2, 9, 10),
      rate(Q2, 9, 10, B),
      rate(Q2, 1, 1, CITY_CODE),
      returned('execution-rate:reported-total', CITY_CODE, Q2, { numerator: 18, denominator: 20 }),
    ];
    expect(cell({ returns }, ['execution-rate', CITY_CODE, Q2])).toMatchObject({
      numerator: 19,
      denominator: 21,
      flags: ['reported-total-differs'],
    });
  });
  it('a unit that an item does not concern is none of its units, and says why', () => {
    const targets = {
      limits: [],
      notConcerned: [{ indicator: 'execution-rate', region: B, reason: { zh: '未设机构', en: 'has no such office' } }],
    };
    const world = { returns: [rate(Q2, 19, 20)], deployment: deployment({ targets }) };
    expect(cell(world, ['execution-rate', CITY_CODE, Q2])).toMatchObject({ value: 95, verdict: 'met' });
    expect(cell(world, ['execution-rate', B, Q2])).toMatchObject({
      verdict: 'not-applicable',
      note: { en: 'has no such office' },
    });
  });
  it('unplaced events count for the common parent only, flagged', () => {
    const aggregates = events('cases-filed', CITY_CODE, Q2, { n: 1, flags: { unplaced: true } });
    const world = { aggregates, attestations: allAttested(Q2) };
    expect(cell(world, ['cases-filed', CITY_CODE, Q2])).toMatchObject({ value: 1, flags: ['unplaced'] });
    expect(cell(world, ['cases-filed', A, Q2]).value).toBe(0);
  });
  it("a deployment's own limit counts at its level", () => {
    const targets = {
      limits: [{ indicator: 'execution-rate', level: 'county' as const, limit: 90 }],
      notConcerned: [],
    };
    const found = cell({ returns: [rate(Q2, 91, 100)], deployment: deployment({ targets }) }, [
      'execution-rate',
      A,
      Q2,
    ]);
    expect(found).toMatchObject({ verdict: 'met', target: { comparator: '>=', limit: 90 } });
  });
});

describe('helpers and the reference region', () => {
  it('the reference gives the limit, as numerator over denominator', () =>
    expect(
      cell({ returns: [...newUsers(A, 5, 50_000), ...newUsers(REFERENCE, 1000, 5_000_000)] }, ['new-user-rate', A, Q2]),
    ).toMatchObject({
      numerator: 5,
      denominator: 50_000,
      value: 1,
      verdict: 'met',
      target: { comparator: '<', limit: 2 },
      distance: { toMeet: 0, toBreak: 5 },
    }));
  it('without it a helper is missing', () =>
    expect(cell({ returns: newUsers(A, 5, 50_000) }, ['new-user-rate', A, Q2])).toMatchObject({
      value: 1,
      reason: 'helper-missing',
    }));
  it('no association is asked for under 150 enterprises, also after the day', () => {
    const returns = [returned('precursor-enterprises', A, '2026Q4', { value: 149 })];
    expect(cell({ on: '2027-02-01', returns }, ['industry-association', A, '2026Q4']).verdict).toBe('not-applicable');
  });
  it('an association is not met while nobody knows whether it is asked for', () => {
    const returns = [returned('industry-association', A, Q2, { flag: true })];
    expect(cell({ returns }, ['industry-association', A, Q2])).toMatchObject({ value: true, verdict: 'not-due' });
  });
  it('incidents without a case are added, and a zero needs them', () => {
    expect(zero('2026-07-10', null)).toMatchObject({ value: null, verdict: 'not-due' });
    expect(zero('2026-07-11', null)).toMatchObject({ value: null, reason: 'helper-missing' });
    expect(zero('2026-07-11', 0)).toMatchObject({ value: 0, verdict: 'met' });
    expect(zero('2026-07-11', 2)).toMatchObject({ value: 2, verdict: 'missed' });
  });
});

describe('breakdowns', () => {
  it('feed their rows and never the total', () => {
    const [whole] = events('seizure-count', A, Q2, { n: 3 });
    const [part] = events('seizure-count', A, Q2, { n: 2 });
    if (!whole || !part) throw new Error('no rows');
    const keyed = (key: string) => ({ ...part, breakdown: { by: 'channel' as const, key } });
    const found = cell({ aggregates: [whole, keyed('parcel'), keyed('border')] }, ['seizure-count', A, Q2]);
    expect(found.value).toBe(3);
    expect(found.breakdown).toEqual([
      { key: 'border', numerator: 2, denominator: null, value: 2 },
      { key: 'parcel', numerator: 2, denominator: null, value: 2 },
    ]);
  });
});
