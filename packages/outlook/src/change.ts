import {
  directionOf,
  INDICATORS,
  isVacuous,
  type Indicator,
  type Limit,
  type LimitComparator,
  type TargetRule,
} from '@duqing/catalogue';
import type { Deployment } from '@duqing/regions';

/** A target as someone would have it: `it-solved-share>30`, `key-problem-area=yes`, `satisfaction-rate=rising`, `self-assessed-failing-items@county<5`. */
export interface TargetChange {
  text: string;
  indicator: string;
  /** null = wherever the item is judged */
  level: 'county' | 'city' | null;
  target: Exclude<TargetRule, { kind: 'reference' | 'by-level' }>;
}

/** A change that cannot be read or that makes no sense for its item; says which part. */
export class ChangeError extends Error {
  override readonly name = 'ChangeError';

  constructor(text: string, reason: string) {
    super(`--change ${text}: ${reason}`);
  }
}

const PATTERN = /^([a-z0-9-]+)(?:@(county|city))?(<=|>=|<|>|=)(.+)$/;

/** Reads one change; throws a ChangeError that names the part and what would be right. */
export function parseChange(text: string): TargetChange {
  const found = PATTERN.exec(text.replaceAll(/\s/g, ''));
  if (!found)
    throw new ChangeError(text, 'not an item, a comparator (< <= = >= >) and a limit, such as it-solved-share>30');
  const [, id = '', level, comparator = '', limit = ''] = found;
  const entry = INDICATORS.find((one) => one.id === id);
  if (!entry) throw new ChangeError(text, `unknown indicator ${id}`);
  const at = level === 'county' || level === 'city' ? level : null;
  if (at !== null && !entry.levels.includes(at)) throw new ChangeError(text, `${id} has no cells at level ${at}`);
  const target = targetOf({ text, entry, comparator, limit });
  refuseContrary(text, { entry, target, level: at });
  if (at !== null && target.kind !== 'limit') throw new ChangeError(text, `@${at} goes with a number only`);
  return { text, indicator: id, level: at, target };
}

/** Another side than the item asks for would be another item; so would a limit that everything or nothing keeps. */
function refuseContrary(
  text: string,
  { entry, target, level }: { entry: Indicator; target: TargetChange['target']; level: TargetChange['level'] },
): void {
  const asked = sideOf(target);
  const levels = level === null ? entry.levels : [level];
  const own = levels.flatMap((one) => ownSide(entry, one));
  if (asked !== null && own.some((side) => side !== asked))
    throw new ChangeError(text, `contradicts ${entry.id}, which asks for ${asked === 'up' ? 'less' : 'more'}`);
  if (target.kind !== 'limit') return;
  if (target.comparator === '=' && target.limit !== 0)
    throw new ChangeError(text, '= goes with 0, yes, no or a direction');
  if (isVacuous(entry, target)) throw new ChangeError(text, 'every figure meets it, or none can');
}

function sideOf(target: TargetRule): 'up' | 'down' | null {
  if (target.kind === 'direction') return target.direction === 'rising' ? 'up' : 'down';
  if (target.kind !== 'limit' && target.kind !== 'reference') return null;
  return target.comparator.startsWith('>') ? 'up' : 'down';
}

/** None where the item has no target, or a yes or no. */
function ownSide({ target }: Indicator, level: 'county' | 'city'): ('up' | 'down')[] {
  const side = target && sideOf(target.kind === 'by-level' ? { kind: 'limit', ...target[level] } : target);
  return side === null ? [] : [side];
}

interface Parts {
  text: string;
  entry: Indicator;
  comparator: string;
  limit: string;
}

function targetOf(parts: Parts): TargetChange['target'] {
  const { text, entry, comparator, limit } = parts;
  const { kind } = entry.columns;
  const direction = directionOf(limit);
  if (direction) {
    if (comparator !== '=') throw new ChangeError(text, `a direction is written =${limit}`);
    if (kind === 'flag' || kind === 'composite') throw new ChangeError(text, `a ${kind} has no direction`);
    return direction;
  }
  if (kind === 'change')
    throw new ChangeError(text, `${entry.id} is a growth: =rising, =not-falling, =falling or =not-rising`);
  if (kind === 'flag') {
    if (comparator !== '=' || (limit !== 'yes' && limit !== 'no'))
      throw new ChangeError(text, `${entry.id} is a yes or no: =yes or =no`);
    return { kind: 'yes-no', due: limit === 'yes' };
  }
  return { kind: 'limit', comparator: comparator as LimitComparator, limit: limitOf(parts) };
}

function limitOf({ text, entry, limit }: Parts): number {
  if (!/^\d+(\.\d+)?%?$/.test(limit))
    throw new ChangeError(text, `the limit is a plain number from 0 on, not ${limit}`);
  const number = Number(limit.replace('%', ''));
  const { measure, columns } = entry;
  if (limit.endsWith('%') && columns.unit !== '%')
    throw new ChangeError(text, `${entry.id} is in ${columns.unit}, not %`);
  const isBounded = columns.unit === '%' && !(measure.kind === 'return-ratio' && measure.overOne);
  if (isBounded && number > 100) throw new ChangeError(text, `a share of more than 100 % is not possible: ${limit}`);
  return number;
}

/** The catalogue with the changed targets; every other entry is the very same. */
export function changedIndicators(changes: readonly TargetChange[]): Indicator[] {
  return INDICATORS.map((entry) =>
    changes.filter(({ indicator }) => indicator === entry.id).reduce(changedEntry, entry),
  );
}

function changedEntry(entry: Indicator, { level, target }: TargetChange): Indicator {
  if (level === null || target.kind !== 'limit') return { ...entry, target };
  const rest = ownLimit(entry, level === 'county' ? 'city' : 'county', target);
  const [county, city] = level === 'county' ? [target, rest] : [rest, target];
  return { ...entry, target: { kind: 'by-level', county, city } };
}

/** What holds at the level that is not changed; the new limit where the item has none. */
function ownLimit({ target }: Indicator, level: 'county' | 'city', fallback: Limit): Limit {
  if (target?.kind === 'by-level') return target[level];
  return target?.kind === 'limit' ? target : fallback;
}

/** The deployment without its own limits and comparators for the changed items, which would win over the catalogue's. */
export function changedDeployment(deployment: Deployment, changes: readonly TargetChange[]): Deployment {
  const isChanged = (own: { indicator: string; level: string }): boolean =>
    changes.some(({ indicator, level }) => indicator === own.indicator && (level === null || level === own.level));
  const targets = deployment.targets.map((version) => ({
    ...version,
    value: {
      ...version.value,
      limits: version.value.limits.filter((own) => !isChanged(own)),
      comparators: version.value.comparators?.filter((own) => !isChanged(own)) ?? [],
    },
  }));
  return { ...deployment, targets };
}
