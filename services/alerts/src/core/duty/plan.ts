import { isBudgeted, messagesOf, onDuty } from '@duqing/duty';
import type { Roster, RosterRole } from '@duqing/regions';
import type { AlertActRow, AlertLetterRow, LetterSort } from '@duqing/warehouse';
import {
  FRESH_MS,
  historiesOf,
  isToDo,
  isUnanswered,
  letterId,
  noticesBefore,
  refOf,
  type DutyInput,
  type History,
} from './history.ts';
import { accountOf, beyond, heldByBudget, heldByNight } from './hold.ts';
import { isMoot } from './moot.ts';
import type { Sent } from './sent.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The input with what is looked up in it again and again. */
interface Desk extends DutyInput {
  histories: ReadonlyMap<string, History>;
  /** decided before and now, by `letterId` */
  known: Map<string, AlertLetterRow>;
}

/**
 * The letters that have fallen due by `now` and are not decided yet, oldest first. Pure, and each one's moment, recipient and hold are
 * made only of what was known at that moment: looked at late, twice, or after a restart they are the same, and none is ever taken back.
 */
export function planLetters(input: DutyInput): AlertLetterRow[] {
  const known = new Map(input.letters.map((letter) => [letterId(letter), letter]));
  const desk: Desk = { ...input, histories: historiesOf(input), known };
  const decided = new Set(known.keys());
  const add = (letters: readonly AlertLetterRow[]): void => {
    for (const letter of letters) if (!known.has(letterId(letter))) known.set(letterId(letter), letter);
  };
  add(withHolds(toldLetters(desk), desk));
  if (desk.roster !== null)
    for (const history of desk.histories.values()) {
      add(history.sent.flatMap((notice) => chainOf(notice, { history, desk })));
      add(assignmentsOf(history, desk));
    }
  return [...known.values()].filter((letter) => !decided.has(letterId(letter))).sort(inOrder);
}

function inOrder(a: AlertLetterRow, b: AlertLetterRow): number {
  return a.at - b.at || (letterId(a) < letterId(b) ? -1 : 1);
}

function isDue(at: number, now: number): boolean {
  return at <= now && at >= now - FRESH_MS;
}

/** What alerts do, to each role, that is not decided yet; held by nothing so far. */
function toldLetters({ sent, known, now }: Desk): AlertLetterRow[] {
  return [...sent.values()]
    .flat()
    .filter(({ at }) => isDue(at, now))
    .flatMap((one) =>
      one.roles.map((role) => letterOf(one, { ref: one.ref, recipient: role, sort: one.sort, at: one.at })),
    )
    .filter((letter) => !known.has(letterId(letter)))
    .sort(inOrder);
}

interface Naming {
  ref: string;
  recipient: string;
  sort: LetterSort;
  at: number;
  /** ms; 0 = none */
  due?: number;
}

function letterOf(about: Sent, { ref, recipient, sort, at, due = 0 }: Naming): AlertLetterRow {
  const { key, number, kind, severity, region, simulated } = about;
  const what = { key, number, kind, severity, indicator: about.indicator ?? '', region, simulated };
  return { ref, recipient, post: '', sort, ...what, at, held: '', release_at: at, due };
}

/** Each with what holds it: what goes beyond its rule's budget waits for the digest, an end goes where its notices went. */
function withHolds(letters: readonly AlertLetterRow[], desk: Desk): AlertLetterRow[] {
  const { roster } = desk;
  if (roster === null) return [...letters];
  const over = beyondBudget(letters, { ...desk, roster });
  return letters.map((letter) => {
    const isPutOff = over.has(letterId(letter)) || followsDigest(letter, { desk, over });
    const held = isPutOff ? heldByBudget(letter, roster) : heldByNight(letter, roster);
    return { ...letter, ...held, post: onDuty(roster, letter.recipient, held.release_at)?.post ?? '' };
  });
}

/** Moment by moment, so that what comes together and makes one message counts as one. */
function beyondBudget(letters: readonly AlertLetterRow[], { known, roster }: Desk & { roster: Roster }): Set<string> {
  const spent = Map.groupBy([...known.values()].filter(isBudgeted), accountOf);
  const over = new Set<string>();
  for (const batch of Map.groupBy(letters.filter(isBudgeted), (one) => `${accountOf(one)}\n${one.at}`).values()) {
    const [first] = batch;
    const perWeek = roster.roles.find(({ role }) => role === first?.recipient)?.perWeek ?? null;
    if (first === undefined || perWeek === null) continue;
    const sofar = (spent.get(accountOf(first)) ?? []).filter(({ held }) => held !== 'budget');
    const put = new Set(beyond(batch, perWeek - messagesOf(sofar)));
    for (const letter of put) over.add(letterId(letter));
    spent.set(accountOf(first), [...sofar, ...batch.filter((letter) => !put.has(letter))]);
  }
  return over;
}

function followsDigest(letter: AlertLetterRow, { desk, over }: { desk: Desk; over: ReadonlySet<string> }): boolean {
  const history = desk.histories.get(letter.key);
  if (letter.sort !== 'resolved' || letter.severity === 'critical' || history === undefined) return false;
  const ids = noticesBefore(history, letter.number).map(({ ref }) => letterId({ ref, recipient: letter.recipient }));
  return ids.length > 0 && ids.every((id) => over.has(id) || desk.known.get(id)?.held === 'budget');
}

interface Chained {
  history: History;
  desk: Desk;
}

/** Nobody took up a notice: its stand-in is told, then whom the role escalates to. */
function chainOf(notice: Sent, { history, desk }: Chained): AlertLetterRow[] {
  const role = desk.roster?.roles.find((one) => one.role === notice.roles[0]);
  const minutes = desk.roster?.acknowledge[notice.severity] ?? null;
  if (notice.sort !== 'notice' || role === undefined || minutes === null) return [];
  const start = startOf(notice, desk);
  if (start === undefined) return [];
  const made: AlertLetterRow[] = [];
  let from = start;
  for (const { sort, recipient } of stepsOf(role, { desk, start })) {
    const at = from + minutes * MINUTE;
    if (at > desk.now || !isUnanswered(history, { number: notice.number, at })) break;
    const letter = heldLetter(notice, { ref: refOf(sort, notice.ref), recipient, sort, at }, desk);
    made.push(letter);
    from = letter.release_at;
  }
  return made.filter(({ at }) => isDue(at, desk.now));
}

function stepsOf(
  role: RosterRole,
  { desk, start }: { desk: Desk; start: number },
): { sort: LetterSort; recipient: string }[] {
  const { standIn } = onDuty(desk.roster, role.role, start) ?? role;
  const steps = [
    { sort: 'stand-in', recipient: standIn },
    { sort: 'escalated', recipient: role.escalate },
  ] as const;
  return steps.flatMap(({ sort, recipient }) => (recipient === null ? [] : [{ sort, recipient }]));
}

/** When the role that is to act was told; undefined where it was not: put off into a digest, overtaken, or not released. */
function startOf(notice: Sent, desk: Desk): number | undefined {
  const id = letterId({ ref: notice.ref, recipient: notice.roles[0] ?? '' });
  const letter = desk.known.get(id);
  if (!letter || letter.held === 'budget' || isMoot(letter, { ...desk, letters: desk.known })) return undefined;
  if (desk.released === null) return letter.release_at;
  const released = desk.released.get(id);
  return released === undefined ? undefined : Math.max(released, letter.release_at);
}

/** The post is told of what was assigned to it, reminded before it is due, and told with its superior when it is overdue. */
function assignmentsOf(history: History, desk: Desk): AlertLetterRow[] {
  return history.acts
    .filter((one) => one.act === 'assign')
    .flatMap((act) => {
      const about = history.sent.findLast(({ number }) => number <= act.notice);
      return about
        ? momentsOf(act, { about, history, desk }).map((one) =>
            heldLetter(about, { ...one, ref: refOf(one.sort, act.act_id) }, desk),
          )
        : [];
    })
    .filter(({ at }) => isDue(at, desk.now));
}

function momentsOf(act: AlertActRow, { about, history, desk }: Chained & { about: Sent }): Omit<Naming, 'ref'>[] {
  const { assignee, due, at, post } = act;
  const remindAt = due - (desk.roster?.remindHours ?? 0) * HOUR;
  const superior = desk.roster?.roles.find(({ role }) => role === about.roles[0])?.escalate ?? null;
  const told = [...new Set([assignee, superior])].filter((one) => one !== null);
  return [
    ...(assignee === post ? [] : [{ sort: 'assigned' as const, recipient: assignee, at, due }]),
    ...(due > 0 && at < remindAt && isToDo(history, { act, at: remindAt })
      ? [{ sort: 'reminder' as const, recipient: assignee, at: remindAt, due }]
      : []),
    ...(due > 0 && isToDo(history, { act, at: due })
      ? told.map((recipient) => ({ sort: 'overdue' as const, recipient, at: due, due }))
      : []),
  ];
}

function heldLetter(about: Sent, naming: Naming, { roster }: Desk): AlertLetterRow {
  const letter = letterOf(about, naming);
  return { ...letter, ...heldByNight(letter, roster), post: naming.recipient };
}
