import { caseOf, type AlertCase } from '@duqing/duty';
import type { Lang } from '@duqing/catalogue';
import type { AlertActRow, AlertView } from '@duqing/warehouse';
import { inOrder } from './alerts.ts';
import { isOpen } from './overview.ts';

/** An alert with what posts did about it. */
export interface AlertEntry {
  alert: AlertView;
  now: AlertCase;
}

export const SHOWS = ['all', 'open', 'untaken', 'mine'] as const;
export type Show = (typeof SHOWS)[number];

export function entriesOf(
  alerts: readonly AlertView[],
  { acts, at }: { acts: readonly AlertActRow[]; at: number },
): AlertEntry[] {
  const byKey = Map.groupBy(acts, ({ key }) => key);
  return inOrder(alerts).map((alert) => ({ alert, now: caseOf(alert, { acts: byKey.get(alert.key) ?? [], at }) }));
}

interface Wanted {
  show: Show;
  /** kind of alert; absent = all */
  kind?: string | undefined;
  /** of whom `mine` is asked; null = of nobody */
  post: string | null;
}

/** Nobody has taken up: told, standing, neither acknowledged nor recalled. */
export function wanted(entries: readonly AlertEntry[], { show, kind, post }: Wanted): AlertEntry[] {
  return entries.filter(
    ({ alert, now }) => (kind === undefined || alert.kind === kind) && isShown(show, { alert, now, post }),
  );
}

function isShown(show: Show, { alert, now, post }: AlertEntry & { post: string | null }): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'open':
      return isOpen(alert);
    case 'untaken':
      return isOpen(alert) && alert.notices.length > 0 && now.acknowledged === null && !now.isRecalled;
    case 'mine':
      return post !== null && now.assignee === post && now.closed === null && !now.isRecalled;
  }
}

const MARKS = {
  zh: /^(【[^】]*】)+/u,
  en: /^(?:CRITICAL|WARNING|INFO|RESOLVED|CLOSED|ENDED: NO DATA|RECALL no\. \d+) (?:\[[^\]]*\] )?/u,
} as const;
const COLON = { zh: '：', en: ': ' } as const;

/** What an alert is about, without mark and figures: its text up to the first colon. */
export function headOf(alert: Pick<AlertView, 'text'>, lang: Lang): string {
  return partsOf(alert, lang)[0];
}

/** What an alert's text says after that. */
export function restOf(alert: Pick<AlertView, 'text'>, lang: Lang): string {
  return partsOf(alert, lang)[1];
}

function partsOf({ text }: Pick<AlertView, 'text'>, lang: Lang): [head: string, rest: string] {
  const said = text[lang].replace(MARKS[lang], '');
  const at = said.indexOf(COLON[lang]);
  return at < 0 ? [said, ''] : [said.slice(0, at), said.slice(at + COLON[lang].length)];
}
