import { INDICATORS, type Department } from '@duqing/catalogue';
import { KINDS } from './kinds/index.ts';
import type { AlertKind, Role, Severity } from './types.ts';

const DEPARTMENTS = new Map<string, Department>(INDICATORS.map(({ id, columns }) => [id, columns.department]));

/** Who is told of an alert: derived from what the ledger keeps, so that a redelivery after a crash goes to the same posts. */
export function rolesOf(alert: { kind: AlertKind; severity: Severity; indicator: string | null }): Role[] {
  const department = alert.indicator === null ? null : (DEPARTMENTS.get(alert.indicator) ?? null);
  return KINDS[alert.kind].recipients({ severity: alert.severity, department });
}
