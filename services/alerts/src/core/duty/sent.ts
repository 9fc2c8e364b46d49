import { sentAs, type AlertView } from '@duqing/warehouse';
import { foldStanding } from '../fold.ts';
import { rolesOf } from '../roles.ts';
import type { AlertKind, Role, Severity, Transition } from '../types.ts';

/** A transition that is told: a notice, the end of one, or its recall. */
export interface Sent {
  /** id of the transition */
  ref: string;
  key: string;
  /** as the alert counts its notices, over all episodes */
  number: number;
  sort: AlertView['notices'][number]['kind'];
  kind: AlertKind;
  severity: Severity;
  indicator: string | null;
  region: string;
  simulated: boolean;
  /** ms */
  at: number;
  /** ms: when its episode began */
  began: number;
  /** the first is the one that is to act */
  roles: readonly Role[];
}

/** What was told of the alerts that are asked for, by key, oldest first. */
export function sentByKey(transitions: readonly Transition[], wanted: (key: string) => boolean): Map<string, Sent[]> {
  const byKey = Map.groupBy(
    transitions.filter(({ key }) => wanted(key)),
    ({ key }) => key,
  );
  return new Map([...byKey].map(([key, rows]) => [key, sentOf(rows.toSorted((a, b) => a.at - b.at))]));
}

/** The alert's own fold says what each was told as; the rows that are told at all are in the same order. */
function sentOf(rows: readonly Transition[]): Sent[] {
  const unique = [...new Map(rows.map((row) => [row.transition_id, row])).values()];
  const notices = foldStanding(unique).get(unique[0]?.key ?? '')?.notices ?? [];
  const began = new Map<number, number>();
  for (const { episode, at } of unique) if (!began.has(episode)) began.set(episode, at);
  const told = unique.filter((row) => sentAs(row, false) !== null);
  return told.flatMap((row, index) => {
    const notice = notices[index];
    return notice
      ? [toldOf(row, { sort: notice.kind, number: notice.number, began: began.get(row.episode) ?? row.at })]
      : [];
  });
}

function toldOf(row: Transition, { sort, began, number }: Pick<Sent, 'sort' | 'began' | 'number'>): Sent {
  const kind = row.kind as AlertKind;
  const severity = row.severity as Severity;
  const indicator = row.indicator === '' ? null : row.indicator;
  const { transition_id: ref, key, region, simulated, at } = row;
  const roles = rolesOf({ kind, severity, indicator });
  return { ref, key, number, sort, kind, severity, indicator, region, simulated, at, began, roles };
}
