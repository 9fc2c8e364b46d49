import type { Words } from '../words.ts';

export type Severity = 'critical' | 'warning' | 'info';

/** A rule of ours: everything that Grafana would otherwise choose by itself is named. */
export interface AlertRule {
  /** at most 40 characters of [a-z0-9-], the rule's identity in Grafana */
  uid: string;
  title: Words;
  summary: Words;
  /** gives text columns (the labels) and one number named `value`; fires where it is above `above` */
  sql: string;
  above: number;
  for: string;
  noDataState: 'NoData' | 'OK' | 'Alerting';
  execErrState: 'Error' | 'OK' | 'Alerting';
  severity: Severity;
  /** page of docs/runbooks */
  runbook: string;
  labels: Record<string, string>;
}

export interface RuleGroup {
  name: string;
  /** a Prometheus duration */
  interval: string;
  rules: AlertRule[];
}
