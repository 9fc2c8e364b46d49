import { canBeMissed, isOpen, isZeroRule, type Assessed } from './assess.ts';
import { isZero } from './rational.ts';
import { firstReason, type Reason } from './reading.ts';
import { isEventSource } from './table.ts';
import { baseFault, growthHelps, meets } from './target.ts';
import type { World } from './world.ts';

export type ReferenceVerdict = 'met' | 'missed' | 'not-due' | 'not-applicable' | 'not-assessable' | 'information';
export interface Judged {
  verdict: ReferenceVerdict;
  /** only with not-assessable */
  reason: Reason | null;
}

function judged(verdict: Exclude<ReferenceVerdict, 'not-assessable'>): Judged {
  return { verdict, reason: null };
}

/** SEMANTICS "Verdict, decided in this order". */
export function judge(world: World, assessed: Assessed): Judged {
  const { target, concerned, empty, awaited } = assessed;
  if (target.kind === 'none') return judged('information');
  if (!concerned || (empty && isComplete(assessed) && !awaited)) return judged('not-applicable');
  if (isViolation(assessed)) return judged('missed');
  return beforeDue(world, assessed) ?? notAssessable(assessed) ?? bare(assessed);
}

/**
 * Whether the area's own figures lack nothing: a base or a reference that is missing is another matter, and where too few
 * enterprises are known the association needs no return.
 */
function isComplete({ reasons, target, query }: Assessed): boolean {
  if (query.item.id === 'industry-association') return true;
  return reasons.every(
    (reason) => reason === 'history-too-short' || (reason === 'helper-missing' && target.kind === 'reference'),
  );
}

function isViolation({ target, now }: Assessed): boolean {
  if (target.kind === 'yes-no') return !target.due && now.flag === true;
  return isZeroRule(target) && now.num !== null && !isZero(now.num);
}

/** Step 3; undefined where the cell is judged as it stands. */
function beforeDue(world: World, assessed: Assessed): Judged | undefined {
  const { query, awaited, reasons, silent } = assessed;
  const bareRule = ruleOf(assessed);
  if (!canBeMissed(query, world.config.today))
    return judged(bareRule === true && !awaited && reasons.length === 0 ? 'met' : 'not-due');
  if (!isOpen(world, query)) return undefined;
  if (silent) {
    const reason = firstReason(reasons.filter((held) => held !== 'history-too-short'));
    return { verdict: 'not-assessable', reason };
  }
  const running = world.config.today < query.period.end && !/^\d/.test(query.item.due);
  return running || awaited ? whileOpen(assessed, { bareRule, running }) : undefined;
}

/** The period still runs, or a return that is not late has not come. */
function whileOpen(
  assessed: Assessed,
  { bareRule, running }: { bareRule: boolean | null; running: boolean },
): Judged | undefined {
  const { query, target, awaited, reasons, now } = assessed;
  const { kind, accumulation } = query.item;
  const grows = accumulation === 'flow' || accumulation === 'cumulative';
  const helps = growthHelps(target);
  const decided = (): Judged => {
    if (reasons.length > 0 || helps === null || target.kind === 'reference') return judged('not-due');
    if (helps && bareRule === true) return judged('met');
    return judged(!helps && bareRule === false ? 'missed' : 'not-due');
  };
  switch (kind) {
    case 'count':
    case 'sum':
      return decided();
    case 'change':
      if (grows) return decided();
      return awaited ? judged('not-due') : undefined;
    case 'flag':
      return judged(!awaited && target.kind === 'yes-no' && target.due && now.flag === true ? 'met' : 'not-due');
    case 'ratio':
      if (awaited) return judged('not-due');
      if (isEventSource(query.item)) return !now.den || isZero(now.den) ? judged('not-due') : undefined;
      return running && grows ? decided() : undefined;
    case 'composite':
      return undefined;
  }
}

function ruleOf({ target, query, now, bases, reference }: Assessed): boolean | null {
  return meets(target, query.item, { now, bases, reference });
}

/** Step 4. */
function notAssessable({ target, query, now, bases, reasons, unclassified }: Assessed): Judged | undefined {
  const fault = baseFault(target, query.item, { now, bases });
  const all: Reason[] = [...reasons];
  if (fault) all.push(fault);
  if (isZeroRule(target) && unclassified > 0) all.push('unclassified');
  const reason = firstReason(all);
  return reason ? { verdict: 'not-assessable', reason } : undefined;
}

/** Step 5. */
function bare(assessed: Assessed): Judged {
  const rule = ruleOf(assessed);
  if (rule === null) throw new Error(`nothing to judge: ${assessed.query.item.id} ${assessed.query.period.key}`);
  return judged(rule ? 'met' : 'missed');
}
