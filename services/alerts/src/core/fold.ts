import { shanghai } from '@duqing/calendar';
import type { AlertView } from '@duqing/warehouse';
import { transitionId } from './identity.ts';
import { ALERT_KINDS, type Severity, type Standing, type State, type Transition } from './types.ts';

const STATES = ['normal', 'pending', 'firing', 'recovering', 'resolved'] as const satisfies State[];
const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies Severity[];

/** States of all alerts but normal ones, as known at a moment (ms, inclusive; absent = all transitions), sorted by key. */
export function foldStates(transitions: readonly Transition[], at = Infinity): AlertView[] {
  const standing = foldStanding(transitions.filter((row) => row.at <= at));
  return [...standing.values()]
    .filter(({ state }) => state !== 'normal')
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(viewOf);
}

function viewOf(alert: Standing): AlertView {
  const { kind, key, severity, indicator, region, period, state, notices, text, simulated } = alert;
  return {
    kind,
    key,
    severity,
    indicator,
    region,
    period,
    state,
    since: shanghai(alert.began),
    notices,
    text,
    simulated,
  };
}

/** Newest state of every alert by key. Order and duplicates of the rows do not matter: an id counts once. */
export function foldStanding(transitions: readonly Transition[]): Map<string, Standing> {
  const unique = new Map(transitions.map((row) => [row.transition_id, row]));
  const order = [...unique.values()].sort((a, b) => a.at - b.at);
  const standing = new Map<string, Standing>();
  for (const row of order) standing.set(row.key, applied(standing.get(row.key), row));
  return standing;
}

function applied(before: Standing | undefined, row: Transition): Standing {
  const state = oneOf(STATES, row.to_state);
  const same = before?.episode === row.episode ? before : undefined;
  const entered = new Map(same?.entered).set(state, (same?.entered.get(state) ?? 0) + 1);
  const recalled = isRecall(row, before);
  return {
    kind: oneOf(ALERT_KINDS, row.kind),
    key: row.key,
    severity: oneOf(SEVERITIES, row.severity),
    indicator: row.indicator === '' ? null : row.indicator,
    region: row.region,
    period: row.period === '' ? null : row.period,
    state,
    episode: row.episode,
    began: same?.began ?? row.at,
    since: row.at,
    entered,
    recalls: (before?.recalls ?? 0) + (recalled ? 1 : 0),
    value: row.value,
    causes: row.causes,
    simulated: row.simulated,
    notices: [...(before?.notices ?? []), ...noticeOf(row, { before, recalled })],
    text: { zh: row.text_zh, en: row.text_en },
  };
}

/** A recall is told by its identity: the number of the recall is part of it. */
export function isRecall(row: Transition, before: Standing | undefined): boolean {
  if (row.to_state !== 'resolved') return false;
  const { kind, key, episode } = row;
  const entry = (before?.episode === episode ? (before.entered.get('resolved') ?? 0) : 0) + 1;
  const recall = (before?.recalls ?? 0) + 1;
  return row.transition_id === transitionId({ kind, key, episode, to: 'resolved', entry, recall });
}

type Notice = AlertView['notices'][number];

/** What of a transition is sent: entering firing save from recovering (the notice stands), and every end of what was sent. */
function noticeOf(
  row: Transition,
  { before, recalled }: { before: Standing | undefined; recalled: boolean },
): Notice[] {
  const kind = sentAs(row, recalled);
  if (kind === null) return [];
  const number = (before?.notices.length ?? 0) + 1;
  return [{ number, at: shanghai(row.at), kind, text: { zh: row.text_zh, en: row.text_en } }];
}

/** As what a transition goes out; null where nothing does. */
export function sentAs({ from_state, to_state }: Transition, recalled: boolean): Notice['kind'] | null {
  if (to_state === 'firing') return from_state === 'recovering' ? null : 'notice';
  if (to_state !== 'resolved') return null;
  return recalled ? 'recall' : 'resolved';
}

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((item) => item === text);
  if (found === undefined) throw new Error(`alert_transitions: unknown value ${JSON.stringify(text)}`);
  return found;
}
