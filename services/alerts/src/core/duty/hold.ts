import { GROUP_FROM, nextAt, spanAround, weekOf } from '@duqing/duty';
import type { Roster } from '@duqing/regions';
import type { AlertLetterRow } from '@duqing/warehouse';

type Held = Pick<AlertLetterRow, 'held' | 'release_at'>;
type Dated = Pick<AlertLetterRow, 'severity' | 'at'>;

/** Critical ones wait for nothing; all others for the end of the quiet hours. */
export function heldByNight({ severity, at }: Dated, roster: Roster | null): Held {
  const night = severity === 'critical' || !roster?.quiet ? null : spanAround(at, roster.quiet);
  return night === null ? { held: '', release_at: at } : { held: 'quiet', release_at: night.end };
}

export function heldByBudget({ at }: Dated, { digestAt }: Roster): Held {
  return { held: 'budget', release_at: nextAt(at, digestAt) };
}

/** What counts towards one budget: notices of one rule to one recipient in one calendar week, critical ones never. */
export function accountOf({ recipient, kind, at }: Pick<AlertLetterRow, 'recipient' | 'kind' | 'at'>): string {
  return `${recipient}\n${kind}\n${weekOf(at)}`;
}

/** Of notices of one account and one moment, those that go beyond what is left of the budget. */
export function beyond<T>(batch: readonly T[], left: number): T[] {
  if (batch.length >= GROUP_FROM) return left >= 1 ? [] : [...batch];
  return batch.slice(Math.max(0, left));
}
