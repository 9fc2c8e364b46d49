/** What decides of a generated rule. */
export interface GeneratedRule {
  uid: string;
  sql: string;
  /** fires where the number is above */
  above: number;
  /** ms for which it must be above before it alerts */
  forMs: number;
  noDataState: string;
  execErrState: string;
}

/** One row of a query: text columns are labels, the one number is the value. */
interface Row {
  labels: Readonly<Record<string, string>>;
  value: number | null;
}

export type Answer = { rows: readonly Row[] } | { error: string };

export interface Instance {
  state: 'Normal' | 'Pending' | 'Alerting' | 'NoData' | 'Error';
  /** ms: since when it is in this state */
  since: number;
  /** evaluations in a row in which its series was not there */
  missed: number;
}

export type Instances = ReadonlyMap<string, Instance>;

/** Evaluations for which an instance keeps its state when only its series is gone; Grafana's default. */
const MISSING_EVALUATIONS = 2;
const WHOLE_RULE = '';

/**
 * One evaluation of a rule in Grafana's semantics as it documents them, of the part that our rules use: a table query whose rows are
 * instances by their labels, a threshold, a pending time, no data, an error, a series that goes missing.
 */
export function evaluated(
  before: Instances,
  { rule, answer, now }: { rule: GeneratedRule; answer: Answer; now: number },
): Map<string, Instance> {
  if ('error' in answer) return wholeRule(before, { state: rule.execErrState, now });
  const values = answer.rows.filter(({ value }) => value !== null);
  if (values.length === 0) return wholeRule(before, { state: rule.noDataState, now });
  const after = new Map<string, Instance>();
  for (const { labels, value } of values) {
    const key = JSON.stringify(labels);
    if (after.has(key)) throw new Error(`two rows with the labels ${key}: Grafana refuses such a result`);
    after.set(key, next(before.get(key), { isAbove: Number(value) > rule.above, rule, now }));
  }
  for (const [key, instance] of before) {
    const isKept = key !== WHOLE_RULE && !after.has(key) && instance.missed + 1 < MISSING_EVALUATIONS;
    if (isKept) after.set(key, { ...instance, missed: instance.missed + 1 });
  }
  return after;
}

function next(held: Instance | undefined, given: { isAbove: boolean; rule: GeneratedRule; now: number }): Instance {
  const { isAbove, rule, now } = given;
  const stay = (state: Instance['state']): Instance =>
    held?.state === state ? { ...held, missed: 0 } : { state, since: now, missed: 0 };
  if (!isAbove) return stay('Normal');
  if (held?.state === 'Alerting' || rule.forMs === 0) return stay('Alerting');
  const pending = stay('Pending');
  return now - pending.since >= rule.forMs ? { state: 'Alerting', since: now, missed: 0 } : pending;
}

/** A rule that says nothing, or fails, has one instance without labels in the state that the rule names; the others are gone. */
function wholeRule(before: Instances, { state, now }: { state: string; now: number }): Map<string, Instance> {
  if (state === 'OK') return new Map();
  if (state !== 'NoData' && state !== 'Error' && state !== 'Alerting')
    throw new Error(`state not known here: ${state}`);
  const held = before.get(WHOLE_RULE);
  return new Map([[WHOLE_RULE, held?.state === state ? held : { state, since: now, missed: 0 }]]);
}

/** Ms of a Prometheus duration of one unit. */
export function durationMs(text: string): number {
  const [, count, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (count === undefined) throw new RangeError(`not a duration: ${text}`);
  return Number(count) * { s: 1_000, m: 60_000, h: 3_600_000 }[unit as 's' | 'm' | 'h'];
}
