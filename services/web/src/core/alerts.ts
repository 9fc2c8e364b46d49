import type { AlertView } from '@duqing/warehouse';
import { isOpen } from './overview.ts';

const GRAVITY: AlertView['severity'][] = ['critical', 'warning', 'info'];

/** Standing alerts before ended ones, the gravest first, then the newest by period and beginning. */
export function inOrder(alerts: readonly AlertView[]): AlertView[] {
  return [...alerts].sort(
    (a, b) =>
      Number(isOpen(b)) - Number(isOpen(a)) ||
      GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) ||
      (b.period ?? '').localeCompare(a.period ?? '') ||
      Date.parse(b.since) - Date.parse(a.since) ||
      a.key.localeCompare(b.key),
  );
}
