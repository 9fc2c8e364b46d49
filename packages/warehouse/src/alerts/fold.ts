import { createHash } from 'node:crypto';
import { shanghai } from '@duqing/calendar';
import type { AlertView } from '../reader.ts';
import type { AlertTransitionRow } from '../schema.ts';
import { shortText } from './short.ts';

const STATES = ['normal', 'pending', 'firing', 'recovering', 'resolved'] as const satisfies AlertView['state'][];
const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies AlertView['severity'][];

type Notice = AlertView['notices'][number];

/** What an alert is now, folded from its transitions. */
export interface AlertStanding {
  kind: string;
  key: string;
  severity: AlertView['severity'];
  indicator: string | null;
  region: string;
  period: string | null;
  state: AlertView['state'];
  episode: number;
  /** ms: first transition of the episode */
  began: number;
  /** ms: entry into the present state */
  since: number;
  /** transitions of the episode into each state */
  entered: ReadonlyMap<string, number>;
  /** over all episodes */
  recalls: number;
  value: number | null;
  causes: string[];
  simulated: boolean;
  notices: Notice[];
  text: { zh: string; en: string };
}

/** States of all alerts but normal ones, as known at a moment (ms, inclusive; absent = all transitions), sorted by key. */
export function foldStates(transitions: readonly AlertTransitionRow[], at = Infinity): AlertView[] {
  const standing = foldStanding(transitions.filter((row) => row.at <= at));
  return [...standing.values()]
    .filter(({ state }) => state !== 'normal')
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(viewOf);
}

function viewOf({ kind, key, severity, indicator, region, period, state, ...alert }: AlertStanding): AlertView {
  const { began, notices, text, simulated } = alert;
  const named = { kind, key, severity, indicator, region, period, state, since: shanghai(began) };
  return { ...named, notices, text, short: shortText(text), simulated };
}

/** Newest state of every alert by key. Order and duplicates of the rows do not matter: an id counts once. */
export function foldStanding(transitions: readonly AlertTransitionRow[]): Map<string, AlertStanding> {
  const unique = new Map(transitions.map((row) => [row.transition_id, row]));
  const order = [...unique.values()].sort((a, b) => a.at - b.at);
  const standing = new Map<string, AlertStanding>();
  for (const row of order) standing.set(row.key, applied(standing.get(row.key), row));
  return standing;
}

function applied(before: AlertStanding | undefined, row: AlertTransitionRow): AlertStanding {
  const state = oneOf(STATES, row.to_state);
  const same = before?.episode === row.episode ? before : undefined;
  const entered = new Map(same?.entered).set(state, (same?.entered.get(state) ?? 0) + 1);
  const recalled = isRecall(row, before);
  return {
    kind: row.kind,
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
function isRecall(
  row: AlertTransitionRow,
  before: Pick<AlertStanding, 'episode' | 'entered' | 'recalls'> | undefined,
): boolean {
  if (row.to_state !== 'resolved') return false;
  const { kind, key, episode } = row;
  const entry = (before?.episode === episode ? (before.entered.get('resolved') ?? 0) : 0) + 1;
  const recall = (before?.recalls ?? 0) + 1;
  return row.transition_id === transitionId({ kind, key, episode, to: 'resolved', entry, recall });
}

export interface TransitionIdentity {
  kind: string;
  key: string;
  episode: number;
  to: AlertView['state'];
  /** 1 for the first entry into the state within the episode */
  entry: number;
  /** number of the recall; null where it is none */
  recall: number | null;
}

/** SHA-256 hex over what makes a transition that one and no other: the same whenever and wherever it is decided. */
export function transitionId({ kind, key, episode, to, entry, recall }: TransitionIdentity): string {
  const parts = [kind, key, episode, to, ...(entry > 1 ? [entry] : []), ...(recall === null ? [] : ['recall', recall])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** What of a transition is sent: entering firing save from recovering (the notice stands), and every end of what was sent. */
function noticeOf(
  row: AlertTransitionRow,
  { before, recalled }: { before: AlertStanding | undefined; recalled: boolean },
): Notice[] {
  const kind = sentAs(row, recalled);
  if (kind === null) return [];
  const number = (before?.notices.length ?? 0) + 1;
  return [{ number, at: shanghai(row.at), kind, text: { zh: row.text_zh, en: row.text_en } }];
}

/** As what a transition goes out; null where nothing does. */
export function sentAs({ from_state, to_state }: AlertTransitionRow, recalled: boolean): Notice['kind'] | null {
  if (to_state === 'firing') return from_state === 'recovering' ? null : 'notice';
  if (to_state !== 'resolved') return null;
  return recalled ? 'recall' : 'resolved';
}

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((item) => item === text);
  if (found === undefined) throw new Error(`alert_transitions: unknown value ${JSON.stringify(text)}`);
  return found;
}
