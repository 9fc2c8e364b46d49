import { shanghai } from '@duqing/calendar';
import type { AlertTransitionRow, AlertView } from '@duqing/warehouse';

/**
 * Alerts that are not normal at a moment (ms, inclusive), by key. What a bulletin says of them and no more: what was sent to whom is
 * the alerts service's own, so `notices` is empty.
 */
export function viewsOf(transitions: readonly AlertTransitionRow[], at: number): AlertView[] {
  const known = transitions.filter((row) => row.at <= at).sort((a, b) => a.at - b.at);
  const standing = [...Map.groupBy(known, ({ key }) => key).values()].flatMap((rows) => {
    const newest = rows.at(-1);
    const began = rows.find(({ episode }) => episode === newest?.episode);
    return newest && began && newest.to_state !== 'normal' ? [viewOf(newest, began.at)] : [];
  });
  return standing.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function viewOf(row: AlertTransitionRow, began: number): AlertView {
  const { kind, key, region, severity, to_state, simulated } = row;
  return {
    kind,
    key,
    severity: severity as AlertView['severity'],
    indicator: row.indicator || null,
    region,
    period: row.period || null,
    state: to_state as AlertView['state'],
    since: shanghai(began),
    notices: [],
    text: { zh: row.text_zh, en: row.text_en },
    simulated,
  };
}
