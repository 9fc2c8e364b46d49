import type { AlertView } from '@duqing/warehouse';
import { isRecall, sentAs } from '@duqing/warehouse';
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

function sentOf(rows: readonly Transition[]): Sent[] {
  const unique = [...new Map(rows.map((row) => [row.transition_id, row])).values()];
  const sent: Sent[] = [];
  for (const [index, row] of unique.entries()) {
    const before = foldStanding(unique.slice(0, index)).get(row.key);
    const sort = sentAs(row, isRecall(row, before));
    if (sort === null) continue;
    const began = before?.episode === row.episode ? before.began : row.at;
    sent.push(toldOf(row, { sort, began, number: sent.length + 1 }));
  }
  return sent;
}

function toldOf(row: Transition, { sort, began, number }: Pick<Sent, 'sort' | 'began' | 'number'>): Sent {
  const kind = row.kind as AlertKind;
  const severity = row.severity as Severity;
  const indicator = row.indicator === '' ? null : row.indicator;
  const { transition_id: ref, key, region, simulated, at } = row;
  const roles = rolesOf({ kind, severity, indicator });
  return { ref, key, number, sort, kind, severity, indicator, region, simulated, at, began, roles };
}
