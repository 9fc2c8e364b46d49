import { rosterOf } from '@duqing/duty';
import type { Roster } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import type { AlertActRow, AlertLetterRow } from '@duqing/warehouse';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historiesOf, letterId, type DutyInput } from '../src/core/duty/history.ts';
import { isMoot } from '../src/core/duty/moot.ts';
import { planLetters } from '../src/core/duty/plan.ts';
import { sentByKey, type Sent } from '../src/core/duty/sent.ts';
import { foldStates } from '@duqing/warehouse';
import { cause, cell, run, withCauses } from './support/builders.ts';

const at = (text: string): number => Date.parse(`2026-06-${text}+08:00`);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KEY = 'target-missed/x/990102/2026Q2';
/** Monday, 1 June 2026, 09:00 */
const T0 = at('01T09:00:00');
const demo = rosterOf(await loadDeployment('demo'), T0) as Roster;

let count = 0;
function told(sort: Sent['sort'], given: Partial<Sent> = {}): Sent {
  count += 1;
  const what = { kind: 'target-missed', severity: 'warning', indicator: 'it-solved-share' } as const;
  const roles = ['commander', 'department:police'] as const;
  const where = { region: '990102', simulated: false, at: T0, began: T0, roles };
  return { ref: `t-${count}`, key: KEY, number: 1, sort, ...what, ...where, ...given };
}

function done(act: AlertActRow['act'], given: Partial<AlertActRow> = {}): AlertActRow {
  count += 1;
  const who = { post: 'analyst-duty', role: 'analyst', token_id: 't' };
  const none = { assignee: '', due: 0, outcome: '' as const, text: '' };
  return { act_id: `a-${count}`, key: KEY, notice: 1, act, at: T0 + MINUTE, ...who, ...none, ...given };
}

function input(sent: readonly Sent[], given: Partial<DutyInput> = {}): DutyInput {
  const byKey = Map.groupBy(sent, ({ key }) => key);
  return { sent: byKey, acts: [], letters: [], released: null, roster: demo, now: T0, ...given };
}

function plan(sent: readonly Sent[], given: Partial<DutyInput> = {}): AlertLetterRow[] {
  return planLetters(input(sent, given));
}

const said = (letters: readonly AlertLetterRow[]): string[] =>
  letters.map(({ sort, recipient, at: when }) => `${sort} ${recipient} +${(when - T0) / MINUTE}`);

describe('nobody acknowledges', () => {
  const critical = told('notice', { severity: 'critical', roles: ['commander', 'analysts'] });
  const chain = ['stand-in deputy-commander +30', 'escalated office-head +60'];

  test('the stand-in of the role that is to act after 30 minutes, its superior after 60, each once', () => {
    const later = plan([critical], { now: T0 + 10 * HOUR });
    expect(said(later)).toEqual(['notice analysts +0', 'notice commander +0', ...chain]);
    expect(plan([critical], { letters: later, now: T0 + 20 * HOUR })).toEqual([]);
    expect(said(plan([critical], { now: T0 + 30 * MINUTE - 1 }))).toHaveLength(2);
    expect(later.map(({ post }) => post)).toEqual(['analyst-day', 'duty-commander', 'deputy-commander', 'office-head']);
  });

  test.each(['acknowledge', 'assign', 'close'] as const)('%s stops it; a comment does not', (what) => {
    const acts = [done(what, { at: T0 + 30 * MINUTE, assignee: what === 'assign' ? 'analyst-duty' : '' })];
    expect(said(plan([critical], { acts, now: T0 + 10 * HOUR }))).not.toContain(chain[0]);
    expect(said(plan([critical], { acts: [done('comment')], now: T0 + HOUR }))).toContain(chain[1]);
    const between = [done(what, { at: T0 + 31 * MINUTE, assignee: 'analyst-duty' })];
    const letters = said(plan([critical], { acts: between, now: T0 + 10 * HOUR }));
    expect(letters).toContain(chain[0]);
    expect(letters).not.toContain(chain[1]);
  });

  test('an end stops it; a graver notice begins anew and what was acknowledged before does not count for it', () => {
    const ended = [critical, told('resolved', { number: 2, at: T0 + MINUTE })];
    expect(said(plan(ended, { now: T0 + 10 * HOUR })).join()).not.toMatch(/stand-in|escalated/);
    const warning = told('notice', { roles: critical.roles });
    const graver = told('notice', { ...critical, ref: 'graver', number: 2, at: T0 + HOUR });
    const letters = plan([warning, graver], { acts: [done('acknowledge')], now: T0 + 10 * HOUR });
    expect(said(letters.filter(({ sort }) => sort === 'stand-in'))).toEqual(['stand-in deputy-commander +90']);
  });

  test('a chain that fell due while nobody looked is planned late and not sent once it was acknowledged', () => {
    const acts = [done('acknowledge', { at: T0 + 2 * HOUR })];
    const given = input([critical], { acts, now: T0 + 3 * HOUR });
    const letters = planLetters(given);
    const known = {
      histories: historiesOf(given),
      letters: new Map(letters.map((one) => [letterId(one), one])),
      now: given.now,
    };
    expect(said(letters.filter((one) => !isMoot(one, known)))).toEqual(['notice analysts +0', 'notice commander +0']);
  });

  test('with an Alertmanager it counts from the release; a silenced alert has no chain', () => {
    const released = new Map([[`${critical.ref}/commander`, T0 + HOUR]]);
    const letters = plan([critical], { released, now: T0 + 10 * HOUR });
    expect(said(letters)).toContain('stand-in deputy-commander +90');
    expect(said(plan([critical], { released: new Map(), now: T0 + 10 * HOUR })).join()).not.toContain('stand-in');
  });

  test('without a roster everybody is told at once and nobody stands in', () => {
    const letters = plan([critical], { roster: null, now: T0 + 10 * HOUR });
    expect(said(letters)).toEqual(['notice analysts +0', 'notice commander +0']);
  });
});

describe('what is assigned', () => {
  const notice = told('notice');
  const due = at('05T00:00:00');
  const assign = done('assign', { assignee: 'analyst-day', due });
  const after = (given: Partial<DutyInput>) =>
    said(plan([notice], { acts: [assign], ...given })).filter((line) => !line.startsWith('notice'));
  const minutes = (moment: number): string => `+${(moment - T0) / MINUTE}`;

  test('is told, reminded a day before, and overdue to the post and its superior', () => {
    expect(after({ now: T0 + HOUR })).toEqual(['assigned analyst-day +1']);
    expect(after({ now: due - 24 * HOUR })).toContain(`reminder analyst-day ${minutes(due - 24 * HOUR)}`);
    expect(after({ now: due })).toEqual([
      `reminder analyst-day ${minutes(due - 24 * HOUR)}`,
      `overdue analyst-day ${minutes(due)}`,
      `overdue office-head ${minutes(due)}`,
    ]);
  });

  test.each([
    ['closed', [done('close', { outcome: 'true' as const, at: T0 + HOUR })], []],
    ['recalled', [], [told('recall', { number: 2, at: T0 + HOUR })]],
    [
      'of an episode that is over',
      [],
      [
        told('resolved', { number: 2, at: T0 + HOUR }),
        told('notice', { number: 3, at: T0 + 2 * HOUR, began: T0 + 2 * HOUR }),
      ],
    ],
  ])('%s: neither reminded nor overdue', (_name, acts, more) => {
    const lines = said(plan([notice, ...more], { acts: [assign, ...acts], now: due + HOUR }));
    expect(lines.join()).not.toMatch(/reminder|overdue/);
  });

  test('assigned anew: only the later one is reminded; ended by itself: still to be done', () => {
    const anew = done('assign', { assignee: 'analyst-duty', due, at: T0 + HOUR });
    expect(said(plan([notice], { acts: [assign, anew], now: due - 24 * HOUR })).join()).toMatch(
      /reminder analyst-duty(?!.*reminder)/,
    );
    const ended = told('resolved', { number: 2, at: T0 + HOUR });
    expect(said(plan([notice, ended], { acts: [assign], now: due })).join()).toContain('overdue analyst-day');
  });
});

describe('quiet hours, 22:00 to 07:00', () => {
  const night = at('01T23:00:00');
  const morning = at('02T07:00:00');

  test('everything but critical waits for the morning, for the post that is on duty then', () => {
    const [letter] = plan([told('notice', { at: night, roles: ['analysts'] })], { now: night });
    expect(letter).toMatchObject({ held: 'quiet', release_at: morning, post: 'analyst-duty' });
    const [critical] = plan([told('notice', { at: night, severity: 'critical' })], { now: night });
    expect(critical).toMatchObject({ held: '', release_at: night });
  });

  function sentInTheMorning(sent: readonly Sent[]): string[] {
    const given = input(sent, { now: morning });
    const letters = planLetters(given);
    const known = {
      histories: historiesOf(given),
      letters: new Map(letters.map((one) => [letterId(one), one])),
      now: morning,
    };
    return letters
      .filter((one) => one.recipient === 'commander' && !isMoot(one, known))
      .map(({ sort, severity }) => `${sort} ${severity}`);
  }

  test('taken back before the morning: neither the notice nor its recall', () => {
    const notice = told('notice', { at: night });
    const recall = told('recall', { number: 2, at: night + HOUR });
    expect(sentInTheMorning([notice, recall])).toEqual([]);
    const graver = told('notice', { number: 2, at: night + HOUR, severity: 'critical' });
    expect(sentInTheMorning([notice, graver])).toEqual(['notice critical']);
    const all = [notice, graver, told('recall', { number: 3, at: night + 2 * HOUR, severity: 'critical' })];
    expect(sentInTheMorning(all)).toEqual(['notice critical', 'recall critical']);
  });

  test('sent before the night and taken back in it: the recall goes out in the morning; an end is told with its notice', () => {
    const notice = told('notice', { at: night - 2 * HOUR });
    expect(sentInTheMorning([notice, told('recall', { number: 2, at: night })])).toEqual([
      'notice warning',
      'recall warning',
    ]);
    const held = told('notice', { at: night });
    expect(sentInTheMorning([held, told('resolved', { number: 2, at: night + HOUR })])).toEqual([
      'notice warning',
      'resolved warning',
    ]);
  });
});

const series = (length: number, given: (index: number) => Partial<Sent>): Sent[] =>
  Array.from({ length }, (_, index) => told('notice', { key: `k-${index}`, roles: ['commander'], ...given(index) }));
const held = (sent: readonly Sent[], now: number) =>
  plan(sent, { now }).filter((one) => one.recipient === 'commander' && one.held === 'budget');

describe('budgets: 20 messages of one rule to the commander in a week', () => {
  test('the 21st waits for the digest of the next morning; the next week begins anew', () => {
    const hourly = series(25, (index) => ({ at: T0 + index * 20 * MINUTE }));
    const over = held(hourly, T0 + 9 * HOUR);
    expect(over.map(({ key }) => key)).toEqual(['k-20', 'k-21', 'k-22', 'k-23', 'k-24']);
    expect(new Set(over.map(({ release_at }) => release_at))).toEqual(new Set([at('02T08:30:00')]));
    const nextWeek = told('notice', { key: 'k-next', at: at('08T09:00:00'), roles: ['commander'] });
    const before = plan(hourly, { now: T0 + 9 * HOUR });
    const [fresh] = plan([nextWeek], { letters: before, now: at('08T09:00:00') });
    expect(fresh?.held).toBe('');
  });

  test('many at one moment are one message and count once', () => {
    expect(
      held(
        series(300, () => ({})),
        T0,
      ),
    ).toEqual([]);
  });

  test('critical ones and recalls are never put off, and count for nothing', () => {
    const grave = series(40, (index) => ({ at: T0 + index * MINUTE, severity: 'critical' }));
    expect(held(grave, T0 + HOUR)).toEqual([]);
    const many = series(21, (index) => ({ at: T0 + index * MINUTE }));
    const recall = told('recall', { key: 'k-0', number: 2, at: T0 + HOUR, roles: ['commander'] });
    expect(held([...many, recall], T0 + HOUR).map(({ key, sort }) => `${key} ${sort}`)).toEqual(['k-20 notice']);
  });

  test('an end goes where its notice went', () => {
    const many = series(21, (index) => ({ at: T0 + index * MINUTE }));
    const ends = ['k-0', 'k-20'].map((key) =>
      told('resolved', { key, number: 2, at: T0 + HOUR, roles: ['commander'] }),
    );
    const over = held([...many, ...ends], T0 + HOUR);
    expect(over.map(({ key, sort }) => `${key} ${sort}`)).toEqual(['k-20 notice', 'k-20 resolved']);
  });
});

/** A life of three alerts: what is told of each, and what posts do, at whole hours. */
const story = fc.array(
  fc.record({
    key: fc.constantFrom('k-1', 'k-2', 'k-3'),
    hour: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 13, max: 21 })),
    what: fc.constantFrom('notice', 'critical', 'resolved', 'recall', 'acknowledge', 'assign', 'close'),
    due: fc.integer({ min: 1, max: 3 }),
  } as const),
  { maxLength: 16 },
);
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

function lived(events: Story): { sent: Sent[]; acts: AlertActRow[] } {
  const sent: Sent[] = [];
  const acts: AlertActRow[] = [];
  for (const [index, { key, hour, what, due }] of events.toSorted((a, b) => a.hour - b.hour).entries()) {
    const own = sent.filter((one) => one.key === key);
    const when = T0 + hour * HOUR + index;
    const last = own.at(-1);
    if (what === 'acknowledge' || what === 'assign' || what === 'close') {
      const notice = own.findLast(({ sort }) => sort === 'notice')?.number;
      if (notice === undefined) continue;
      const parts = what === 'assign' ? { assignee: 'analyst-day', due: at(`0${due + 1}T00:00:00`) } : {};
      acts.push(done(what, { act_id: `${key}-${index}`, key, notice, at: when, ...parts }));
      continue;
    }
    const isNotice = what === 'notice' || what === 'critical';
    if (!isNotice && last?.sort !== 'notice') continue;
    const severity = what === 'critical' || (!isNotice && last?.severity === 'critical') ? 'critical' : 'warning';
    const began = last?.sort === 'notice' ? last.began : when;
    const sort = isNotice ? 'notice' : what;
    sent.push(told(sort, { ref: `${key}-${index}`, key, number: own.length + 1, at: when, began, severity }));
  }
  return { sent, acts };
}

/** The ledger of letters after looking at these hours, each look seeing what happened until then. */
function looked(events: Story, hours: readonly number[]): AlertLetterRow[] {
  const { sent, acts } = lived(events);
  const letters: AlertLetterRow[] = [];
  for (const hour of hours) {
    const now = T0 + hour * HOUR + 59 * MINUTE;
    const until = { acts: acts.filter((one) => one.at <= now), letters: [...letters], now };
    letters.push(
      ...plan(
        sent.filter((one) => one.at <= now),
        until,
      ),
    );
  }
  return letters;
}

const everyHour = Array.from({ length: 70 }, (_, hour) => hour);
const sorted = (letters: readonly AlertLetterRow[]) => letters.toSorted((a, b) => (letterId(a) < letterId(b) ? -1 : 1));

test('never two letters for one thing, and none twice however often it is looked at', () => {
  fc.assert(
    fc.property(story, (events) => {
      const letters = looked(
        events,
        everyHour.flatMap((hour) => [hour, hour]),
      );
      expect(new Set(letters.map(letterId)).size).toBe(letters.length);
      expect(letters).toEqual(looked(events, everyHour));
    }),
    { numRuns: 40 },
  );
});

test('looked at late, or started again after a stop of any length within what is fresh, the same letters', () => {
  const looks = fc
    .uniqueArray(fc.integer({ min: 0, max: 68 }), { maxLength: 8 })
    .map((hours) => [...hours.toSorted((a, b) => a - b), 69]);
  fc.assert(
    fc.property(story, looks, (events, hours) => {
      expect(sorted(looked(events, hours))).toEqual(sorted(looked(events, everyHour)));
    }),
    { numRuns: 60 },
  );
});

test('more history only adds letters: what was to be told is never untold', () => {
  fc.assert(
    fc.property(story, fc.integer({ min: 0, max: 69 }), (events, cut) => {
      const before = looked(
        events.filter(({ hour }) => hour <= cut),
        everyHour.slice(0, cut + 1),
      );
      const after = new Map(looked(events, everyHour).map((letter) => [letterId(letter), letter]));
      for (const letter of before) expect(after.get(letterId(letter))).toEqual(letter);
    }),
    { numRuns: 60 },
  );
});

test('a recall goes out exactly where something that it takes back did', () => {
  fc.assert(
    fc.property(story, (events) => {
      const { sent, acts } = lived(events);
      const letters = looked(events, everyHour);
      const now = T0 + 200 * HOUR;
      const histories = historiesOf(input(sent, { acts }));
      const known = { histories, letters: new Map(letters.map((one) => [letterId(one), one])), now };
      const went = letters.filter((one) => !isMoot(one, known));
      for (const recall of letters.filter(({ sort }) => sort === 'recall')) {
        const same = (one: AlertLetterRow): boolean => one.key === recall.key && one.recipient === recall.recipient;
        const lastEnd = letters
          .filter((one) => same(one) && one.number < recall.number && ['recall', 'resolved'].includes(one.sort))
          .map(({ number }) => number);
        const from = Math.max(0, ...lastEnd);
        const isTold = went.some(
          (one) => same(one) && one.sort === 'notice' && one.number > from && one.number < recall.number,
        );
        expect(went.includes(recall)).toBe(isTold);
      }
    }),
    { numRuns: 60 },
  );
});

test('what was told is what the alert counts as its notices: a notice, its recall, a new episode', () => {
  const zero = cell({ indicator: 'zero-manufacturing', verdict: 'missed', value: 1 });
  const found = withCauses([[zero, [cause('c-1')]]]);
  const rows = run([
    { now: T0, ...found },
    { now: T0 + HOUR, cells: [] },
    { now: T0 + 2 * HOUR, ...found },
  ]).flat();
  const [alert] = foldStates(rows);
  const sent = sentByKey([...rows, ...rows].toReversed(), () => true).get(alert?.key ?? '') ?? [];
  expect(sent.map(({ sort, number, at: when, began }) => [sort, number, when, began])).toEqual([
    ['notice', 1, T0, T0],
    ['recall', 2, T0 + HOUR, T0],
    ['notice', 3, T0 + 2 * HOUR, T0 + 2 * HOUR],
  ]);
  expect(sent.map(({ ref }) => ref)).toEqual(
    rows.filter(({ key }) => key === alert?.key).map(({ transition_id }) => transition_id),
  );
});
