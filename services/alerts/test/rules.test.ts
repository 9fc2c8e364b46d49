import { foldStates } from '@duqing/warehouse';
import { expect, test } from 'vitest';
import { rolesOf } from '../src/core/roles.ts';
import { cause, cell, CITY, compositeDetail, COUNTY, DAY, moves, NOW, run, withCauses } from './support/builders.ts';

const AFTER = Date.parse('2026-07-12T08:00:00+08:00');
const zero = cell({
  indicator: 'zero-manufacturing',
  verdict: 'missed',
  value: 1,
  numerator: 1,
  target: { comparator: '=', limit: 0 },
});
const share = cell({
  indicator: 'it-solved-share',
  numerator: 3,
  denominator: 16,
  value: 18.75,
  unit: '%',
  target: { comparator: '>', limit: 25 },
  verdict: 'missed',
});
const BALANCE = {
  source: `/${COUNTY}/x`,
  topic: 'duqing.cases',
  quarter: '2026Q2',
  received: 1,
  accepted: 1,
  superseded: 0,
  duplicate: 0,
  conflict: 0,
  rejected: 0,
  discarded: 0,
};
const key = `target-missed/it-solved-share/${COUNTY}/2026Q2`;

test('a manufacturing case is one notice: in its county, under the item the others are implied by, the rest listed', () => {
  const creation = { ...zero, period: 'creation' };
  const [rows = []] = run([
    withCauses([
      [{ ...zero, region: CITY }, [cause('c-1')]],
      [{ ...zero, indicator: 'uncontrolled-manufacturing' }, [cause('c-1')]],
      [zero, [cause('c-1')]],
      [creation, []],
    ]),
  ]);
  expect(moves(rows)).toEqual([`zero-occurrence/zero-manufacturing/${COUNTY}/c-1: normal → firing`]);
  expect(rows[0]?.text_zh).toContain('连带：案前未管控的制毒、制毒物品案件、一票否决项、示例市（990100）同项目不达标');
});

test('an event filed for the city itself is told at the city', () => {
  const [rows = []] = run([withCauses([[{ ...zero, region: CITY }, [cause('c-9')]]])]);
  expect(moves(rows)).toEqual([`zero-occurrence/zero-manufacturing/${CITY}/c-9: normal → firing`]);
});

test('a second case in the same cell is a second notice, the first says nothing again', () => {
  const two = { ...zero, value: 2, numerator: 2 };
  const [, second = []] = run([
    withCauses([[zero, [cause('c-1')]]]),
    withCauses([[two, [cause('c-1'), cause('c-2')]]]),
  ]);
  expect(moves(second)).toEqual([`zero-occurrence/zero-manufacturing/${COUNTY}/c-2: normal → firing`]);
});

test('a nil return beside a case is no cause; a return above zero is', () => {
  const nil = cause(`${COUNTY}/zero-diversion:incidents/2026Q2`, { amount: 0 });
  const two = cause(`${COUNTY}/zero-diversion:incidents/2026Q1`, { amount: 2 });
  const diversion = { ...zero, indicator: 'zero-diversion' };
  const [rows = []] = run([withCauses([[diversion, [cause('c-1'), nil, two]]])]);
  expect(rows.map(({ causes, value }) => [causes[0], value])).toEqual([
    [two.subject, 2],
    ['c-1', 1],
  ]);
});

test('a violation whose records cannot be read is told all the same', () => {
  const [rows = []] = run([{ cells: [zero, { ...zero, region: CITY }] }]);
  expect(moves(rows)).toEqual([`zero-occurrence/zero-manufacturing/${COUNTY}/2026Q2: normal → firing`]);
});

test('withdrawn: recall no. 1; recorded again: a new episode; withdrawn again: recall no. 2', () => {
  const there = withCauses([[zero, [cause('c-1')]]]);
  const gone = { cells: [{ ...zero, value: 0, numerator: 0, verdict: 'met' as const }] };
  const steps = run([there, { ...gone, now: NOW + 1 }, { ...there, now: NOW + 2 }, { ...gone, now: NOW + 3 }]);
  expect(steps.flat().map(({ episode, to_state }) => [episode, to_state])).toEqual([
    [1, 'firing'],
    [1, 'resolved'],
    [2, 'firing'],
    [2, 'resolved'],
  ]);
  const [view] = foldStates(steps.flat());
  expect(view?.notices.map(({ number, kind }) => [number, kind])).toEqual([
    [1, 'notice'],
    [2, 'recall'],
    [3, 'notice'],
    [4, 'recall'],
  ]);
  expect(view?.notices[3]?.text.zh).toMatch(/^【更正第2号】.*第3号通知不再成立/);
});

test('a corrected area: the old area gets a recall, the new one its notice', () => {
  const elsewhere = { ...zero, region: '990103' };
  const [, second = []] = run([
    withCauses([[zero, [cause('c-1')]]]),
    withCauses([
      [{ ...zero, verdict: 'met', value: 0 }, []],
      [elsewhere, [cause('c-1')]],
    ]),
  ]);
  expect(moves(second)).toEqual([
    `zero-occurrence/zero-manufacturing/${COUNTY}/c-1: firing → resolved`,
    'zero-occurrence/zero-manufacturing/990103/c-1: normal → firing',
  ]);
});

test('running: pending until it held a day, one good look sets it back', () => {
  const met = { ...share, verdict: 'met' as const };
  const steps = run([
    { cells: [share] },
    { cells: [share], now: NOW + DAY - 1 },
    { cells: [met], now: NOW + DAY },
    { cells: [share], now: NOW + DAY + 1 },
    { cells: [share], now: NOW + 2 * DAY + 1 },
  ]);
  expect(steps.map(moves)).toEqual([
    [`${key}: normal → pending`],
    [],
    [`${key}: pending → normal`],
    [`${key}: normal → pending`],
    [`${key}: pending → firing`],
  ]);
});

test('running: new events turn it back without recall; a fall-back while recovering is no second notice', () => {
  const met = { ...share, verdict: 'met' as const };
  const steps = run([
    { cells: [share] },
    { cells: [share], now: NOW + DAY },
    { cells: [met], now: NOW + 2 * DAY },
    { cells: [share], now: NOW + 2 * DAY + 1 },
    { cells: [met], now: NOW + 3 * DAY },
    { cells: [met], now: NOW + 4 * DAY },
  ]);
  expect(steps.flat().map(({ from_state, to_state }) => `${from_state}>${to_state}`)).toEqual([
    'normal>pending',
    'pending>firing',
    'firing>recovering',
    'recovering>firing',
    'firing>recovering',
    'recovering>resolved',
  ]);
  expect(new Set(steps.flat().map(({ transition_id }) => transition_id)).size).toBe(6);
  expect(foldStates(steps.flat())[0]?.notices.map(({ kind }) => kind)).toEqual(['notice', 'resolved']);
});

test('running: a correction that flips the verdict is a recall at once', () => {
  const met = { ...share, verdict: 'met' as const };
  const corrected = new Set([`it-solved-share/${COUNTY}/2026Q2`]);
  const steps = run([
    { cells: [share] },
    { cells: [share], now: NOW + DAY },
    { cells: [met], now: NOW + 2 * DAY, corrected },
  ]);
  expect(foldStates(steps.flat())[0]).toMatchObject({
    state: 'resolved',
    notices: [{ kind: 'notice' }, { kind: 'recall' }],
  });
});

test('after the period: fires at once, and a late event that flips it is a recall', () => {
  const over = { ...share, stage: 'final' as const };
  const steps = run([
    { cells: [over], now: AFTER },
    { cells: [{ ...over, verdict: 'met' }], now: AFTER + 1 },
  ]);
  expect(steps.flat().map(({ to_state }) => to_state)).toEqual(['firing', 'resolved']);
  expect(foldStates(steps.flat())[0]?.notices.map(({ kind }) => kind)).toEqual(['notice', 'recall']);
});

test('ended without data is not back to normal', () => {
  const fired = [{ cells: [share] }, { cells: [share], now: NOW + DAY }];
  const unknown = { ...share, verdict: 'not-assessable' as const, reason: 'unit-missing' as const, value: null };
  const running = run([...fired, { cells: [unknown], now: NOW + 2 * DAY }, { cells: [unknown], now: NOW + 3 * DAY }]);
  expect(foldStates(running.flat())[0]?.text.zh).toMatch(/^【结束：无数据】.*不等于恢复正常/);
  const absent = run([...fired, { cells: [], now: NOW + 2 * DAY }]);
  expect(foldStates(absent.flat())[0]?.text.zh).toMatch(/^【结束：无数据】/);
});

test('a cell that cannot be assessed raises no target-missed', () => {
  const [rows = []] = run([
    { cells: [{ ...share, verdict: 'not-assessable', reason: 'unit-missing', stage: 'final' }] },
  ]);
  expect(rows).toEqual([]);
});

test('imported history raises nothing', () => {
  const old = { ...share, stage: 'final' as const, flags: ['backfilled' as const] };
  const zeroOld = withCauses([[{ ...zero, period: '2024Q2' }, [cause('c-1', { backfilled: true })]]]);
  const cells = [
    old,
    ...zeroOld.cells,
    { ...share, period: '2024Q2', verdict: 'not-assessable' as const, reason: 'return-missing' as const },
  ];
  expect(run([{ ...zeroOld, cells, now: AFTER }])).toEqual([[]]);
});

test('a live case beside imported ones is told', () => {
  const both = withCauses([[{ ...zero, flags: ['backfilled'] }, [cause('c-1', { backfilled: true }), cause('c-2')]]]);
  expect(run([both]).map((rows) => moves(rows))).toEqual([
    [`zero-occurrence/zero-manufacturing/${COUNTY}/c-2: normal → firing`],
  ]);
});

test('weak evidence goes to analysts; when it becomes strong the commanders get a notice of their own', () => {
  const weak = { ...share, evidence: 'weak' as const, stage: 'provisional' as const };
  const steps = run([
    { cells: [weak], now: AFTER },
    { cells: [{ ...weak, evidence: 'strong' }], now: AFTER + 1 },
  ]);
  const told = steps.map(([row]) =>
    rolesOf({ kind: 'target-missed', severity: row?.severity as 'info', indicator: 'it-solved-share' }),
  );
  expect(told).toEqual([['analysts'], ['commander', 'department:police']]);
  expect(foldStates(steps.flat())[0]?.notices).toHaveLength(2);
});

test('a rising or falling item has one kind, trend', () => {
  const falling = cell({
    indicator: 'user-caused-cases',
    verdict: 'missed',
    stage: 'final',
    target: { comparator: 'falling', limit: null },
  });
  expect(
    run([{ cells: [falling] }])
      .flat()
      .map(({ kind }) => kind),
  ).toEqual(['trend']);
});

test('close to target: never for zero rules, only while the period runs', () => {
  const distance = { toMeet: 0, toBreak: 1, text: { zh: '', en: '' } };
  const calm = { ...zero, verdict: 'met' as const, value: 0, distance };
  const over = { ...share, verdict: 'met' as const, stage: 'provisional' as const, distance };
  expect(run([{ cells: [calm, over] }])).toEqual([[]]);
  const [rows = []] = run([{ cells: [{ ...over, stage: 'running' }] }]);
  expect(rows.map(({ kind }) => kind)).toEqual(['close-to-target']);
});

test.each([
  ['county', COUNTY, 1, []],
  ['county', COUNTY, 2, ['near']],
  ['county', COUNTY, 3, ['over']],
  ['city', CITY, 7, []],
  ['city', CITY, 8, ['near']],
  ['city', CITY, 10, ['near']],
  ['city', CITY, 11, ['over']],
] as const)('own count of a %s (%s) at %i failing: %j', (_level, region, failing, expected) => {
  const detail = {
    failing: [],
    notAssessable: [],
    notDue: [],
    notApplicable: [],
    vetoMissed: [],
    range: [failing, failing] as [number, number],
    toMend: 0,
    mendOrder: [],
  };
  const one = cell({ indicator: 'self-assessed-failing-items', region, stage: 'provisional', composite: detail });
  const rows = run([{ cells: [one] }]).flat();
  expect(rows.map((row) => row.key.split('/').at(-1))).toEqual(expected);
});

test("the province's figure over its limit is critical", () => {
  const one = cell({
    indicator: 'provincial-failing-items',
    period: '2026',
    verdict: 'missed',
    value: 4,
    stage: 'final',
  });
  expect(run([{ cells: [one] }]).flat()).toMatchObject([
    { kind: 'composite', severity: 'critical', to_state: 'firing' },
  ]);
});

test('a missing return is told once however many items read it, to its department; no other reason is', () => {
  const missing = { verdict: 'not-assessable', reason: 'return-missing', stage: 'provisional' } as const;
  const rows = run([
    {
      now: AFTER,
      cells: [
        cell({ indicator: 'awareness-rate', ...missing }),
        cell({ indicator: 'awareness-rate-rising', ...missing }),
        cell({ indicator: 'new-user-rate', ...missing, reason: 'helper-missing' }),
        cell({ indicator: 'execution-rate', ...missing, reason: 'unit-missing' }),
      ],
      returnsHeld: new Set([`${COUNTY}/new-users-found/2026Q2`, '990000/population/2025']),
    },
  ]).flat();
  expect(rows.map(({ key }) => key)).toEqual([
    'return-overdue/990000/new-users-found/2026Q2',
    `return-overdue/${COUNTY}/awareness-rate/2026Q2`,
    `return-overdue/${COUNTY}/population/2025`,
  ]);
});

test('an own count that a missing return leaves open owes nothing itself: another target that closes it takes no return away', () => {
  const open = cell({
    indicator: 'self-assessed-failing-items',
    verdict: 'not-assessable',
    reason: 'return-missing',
    stage: 'provisional',
  });
  const rows = run([{ now: AFTER, cells: [open] }]).flat();
  expect(rows.filter(({ kind }) => kind === 'return-overdue')).toEqual([]);
});

test('unlike substances of one seizure are judged apart, like ones added', () => {
  const item = {
    subject: 's-1',
    region: COUNTY,
    day: '2026-05-03',
    substance: 'heroin',
    grams: '250',
    backfilled: false,
    simulated: false,
  };
  const rows = run([{ seizures: [item, item, { ...item, substance: 'ketamine', grams: '4999' }] }]).flat();
  expect(rows.map(({ key }) => key)).toEqual([`large-seizure/heroin/${COUNTY}/s-1`]);
});

test('what a made-up deployment says is marked, whatever its records say', () => {
  const rows = run([
    { sources: [{ source: `/${COUNTY}/x`, receivedAt: NOW - 11 * DAY }], balance: [BALANCE], simulated: true },
  ]).flat();
  expect(rows.map(({ simulated, text_zh }) => [simulated, text_zh.includes('模拟数据')])).toEqual([[true, true]]);
});

test('an own count that only imported items make is history; one live item makes it news', () => {
  const detail = compositeDetail(3, 0);
  const count = cell({ indicator: 'self-assessed-failing-items', stage: 'final', composite: detail });
  const items = detail.failing.map((indicator) =>
    cell({ indicator, verdict: 'missed', stage: 'final', flags: ['backfilled'] }),
  );
  expect(run([{ cells: [count, ...items], now: AFTER }])).toEqual([[]]);
  const [first, ...rest] = items;
  const live = { ...first!, flags: [] };
  const kinds = run([{ cells: [count, live, ...rest], now: AFTER }])
    .flat()
    .map(({ kind }) => kind);
  expect(kinds).toContain('composite');
});

test('verdicts of periods before the creation period are no news', () => {
  const old = { period: '2025Q4', verdict: 'missed', stage: 'final' } as const;
  const cells = [
    { ...share, ...old },
    cell({ indicator: 'user-caused-cases', ...old, target: { comparator: 'falling', limit: null } }),
    cell({ indicator: 'self-assessed-failing-items', ...old, composite: compositeDetail(5, 0) }),
    cell({ indicator: 'provincial-failing-items', ...old, period: '2025' }),
  ];
  expect(run([{ cells, now: AFTER }])).toEqual([[]]);
});

test('where 100 % is asked, being met is no closeness', () => {
  const distance = { toMeet: 0, toBreak: 1, text: { zh: '', en: '' } };
  const target = { comparator: '>=', limit: 100 } as const;
  expect(run([{ cells: [cell({ indicator: 'class-hours', value: 100, unit: '%', target, distance })] }])).toEqual([[]]);
});

test("items of a city's count are named with their area", () => {
  const detail = { ...compositeDetail(11, 0), mendOrder: [`${COUNTY}/it-solved-share`, 'execution-rate'] };
  const city = cell({ indicator: 'self-assessed-failing-items', region: CITY, stage: 'final', composite: detail });
  const [row] = run([{ cells: [city], now: AFTER }]).flat();
  expect(row?.text_zh).toContain('最易补救：甲县（990102）“利用信息化手段破获毒品案件占比”、社区戒毒社区康复执行率');
});

test('messages that nothing accounts for are told to engineers, one alert a partition, and end when they are found', () => {
  const place = { topic: 'duqing.cases', partition: 3 };
  const holes = [
    { ...place, from: '7', to: '9' },
    { ...place, from: '12', to: '12' },
    { topic: 'duqing.returns', partition: 0, from: '9007199254740993', to: '9007199254740993' },
  ];
  const [found, again, ended] = run([{ holes }, { holes }, { holes: [] }]);
  expect(found?.map(({ key, severity, value }) => [key, severity, value])).toEqual([
    ['imbalance/duqing.cases/3', 'critical', 4],
    ['imbalance/duqing.returns/0', 'critical', 1],
  ]);
  expect(found?.map(({ text_zh }) => text_zh)).toEqual([
    expect.stringContaining('duqing.cases/3有4条消息既不在台账也不在退件中，最早位于偏移7–9'),
    expect.stringContaining('9007199254740993'),
  ]);
  expect(again).toEqual([]);
  expect(ended?.map(({ to_state }) => to_state)).toEqual(['resolved', 'resolved']);
});
