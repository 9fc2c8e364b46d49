import { shanghai } from '@duqing/calendar';
import { createHash } from 'node:crypto';
import type { AlertTransitionRow, AlertView } from '@duqing/warehouse';

type Notice = AlertView['notices'][number];

interface Standing {
  newest: AlertTransitionRow;
  began: number;
  /** entries into `resolved` within the episode */
  ends: number;
  recalls: number;
  notices: Notice[];
}

/**
 * States of alerts, normal ones left out, as known at a moment (ms, inclusive), sorted by key. This process reads transitions and
 * decides none; a test holds it against the fold of the service that writes them.
 */
export function foldAlerts(transitions: readonly AlertTransitionRow[], at: number): AlertView[] {
  const known = transitions.filter((row) => row.at <= at);
  const rows = [...new Map(known.map((row) => [row.transition_id, row])).values()].sort((a, b) => a.at - b.at);
  const standing = new Map<string, Standing>();
  for (const row of rows) standing.set(row.key, next(standing.get(row.key), row));
  return [...standing.values()]
    .filter(({ newest }) => newest.to_state !== 'normal')
    .sort((a, b) => (a.newest.key < b.newest.key ? -1 : 1))
    .map(viewOf);
}

function next(before: Standing | undefined, row: AlertTransitionRow): Standing {
  const same = before?.newest.episode === row.episode ? before : undefined;
  const isEnd = row.to_state === 'resolved';
  const ends = (same?.ends ?? 0) + (isEnd ? 1 : 0);
  const recalls = before?.recalls ?? 0;
  const isRecall = isEnd && row.transition_id === recallId(row, { entry: ends, recall: recalls + 1 });
  const kind = sentAs(row, isRecall);
  const notices = before?.notices ?? [];
  const text = { zh: row.text_zh, en: row.text_en };
  return {
    newest: row,
    began: same?.began ?? row.at,
    ends,
    recalls: recalls + (isRecall ? 1 : 0),
    notices: kind === null ? notices : [...notices, { number: notices.length + 1, at: shanghai(row.at), kind, text }],
  };
}

/** A recall is told by its identity, which holds its number. */
function recallId(
  { kind, key, episode }: AlertTransitionRow,
  { entry, recall }: { entry: number; recall: number },
): string {
  const parts = [kind, key, episode, 'resolved', ...(entry > 1 ? [entry] : []), 'recall', recall];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** What was sent: entering firing (save from recovering, where the notice stands), and every end. */
function sentAs({ from_state, to_state }: AlertTransitionRow, isRecall: boolean): Notice['kind'] | null {
  if (to_state === 'firing') return from_state === 'recovering' ? null : 'notice';
  if (to_state !== 'resolved') return null;
  return isRecall ? 'recall' : 'resolved';
}

function viewOf({ newest, began, notices }: Standing): AlertView {
  const { kind, key, severity, indicator, region, period, to_state, text_zh, text_en, simulated } = newest;
  return {
    kind,
    key,
    severity: severity as AlertView['severity'],
    indicator: indicator === '' ? null : indicator,
    region,
    period: period === '' ? null : period,
    state: to_state as AlertView['state'],
    since: shanghai(began),
    notices,
    text: { zh: text_zh, en: text_en },
    simulated,
  };
}
