import type { Assessed } from './assess.ts';
import { countsDiffer, growthDiffers, isClearOfLimit, ratiosDiffer } from './evidence.ts';
import { toNumber, type Rational } from './rational.ts';

/** SEMANTICS "Evidence": rows measured by interval beside every rising or falling one. */
const BY_INTERVAL = new Set([
  'it-solved-share',
  'lost-contact-rate',
  'execution-rate',
  'awareness-rate',
  'education-satisfaction-rate',
  'minors-share',
  'new-user-rate',
  'users-population-share',
]);
/** A base under this hides the percent and makes evidence weak. */
export const BASE_MINIMUM = 5;

function whole(value: Rational | null | undefined): number | null {
  return value ? Math.round(toNumber(value)) : null;
}

/** Whether the figure is clear of what it is judged against. */
export function isClear({ query: { item }, target, now, bases, reference }: Assessed): boolean {
  const [n, d] = [whole(now.num), whole(now.den)];
  switch (target.kind) {
    case 'none':
    case 'yes-no':
      return true;
    case 'direction':
      return n !== null && differs({ item, n, d, bases });
    case 'limit':
      if (!BY_INTERVAL.has(item.id) || n === null || !d) return true;
      return isClearOfLimit(n, d, toNumber(target.limit) / item.scale);
    case 'reference': {
      const [rn, rd] = [whole(reference?.num), whole(reference?.den)];
      return n !== null && Boolean(d && rd) && isClearOfLimit(n, d ?? 1, (rn ?? 0) / (rd ?? 1));
    }
  }
}

function differs({
  item,
  n,
  d,
  bases,
}: Pick<Assessed, 'bases'> & { item: Assessed['query']['item']; n: number; d: number | null }): boolean {
  const [b, a] = bases.map(({ num }) => whole(num));
  if (b === null || b === undefined) return false;
  if (item.kind === 'ratio') {
    const e = whole(bases[0]?.den);
    return Boolean(d && e) && ratiosDiffer([n, d ?? 0], [b, e ?? 0]);
  }
  if (b < BASE_MINIMUM) return false;
  if (item.kind !== 'change') return countsDiffer(n, b);
  return a !== null && a !== undefined && a >= BASE_MINIMUM && growthDiffers(a, b, n);
}
