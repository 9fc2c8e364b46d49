import type { Assessed, Assessor, Query } from './assess.ts';
import { order, plus, ZERO, toNumber, type Rational } from './rational.ts';
import { itemNamed, returnedItem } from './table.ts';
import type { World } from './world.ts';

interface ReferenceFigures {
  numerator: number | null;
  denominator: number | null;
  value: number | null;
}

export interface ReferenceCompared {
  authoritative: 'events' | 'returns';
  events: ReferenceFigures;
  returns: ReferenceFigures;
  /** returns less events */
  difference: ReferenceFigures;
}

export interface Beside {
  compared: ReferenceCompared;
  differs: boolean;
}

const NOTHING: ReferenceFigures = { numerator: null, denominator: null, value: null };

/** What events count and what was returned for one figure; undefined where only one of the two can be or is there. */
export function besideOf(
  world: World,
  query: Query,
  { assessor, show }: { assessor: Assessor; show: (assessed: Assessed) => ReferenceFigures },
): Beside | undefined {
  const item = itemNamed(query.item.id);
  const returned = returnedItem(item, world.config.calendar.returnsDueDays);
  if (!returned) return undefined;
  const events = assessor.assess({ ...query, item });
  const returns = assessor.assess({ ...query, item: returned });
  const authoritative = query.item.source === 'return' ? 'returns' : 'events';
  const received = returns.asked.reduce((sum, { returnsReceived }) => sum + returnsReceived, 0);
  if (authoritative === 'events' && received === 0) return undefined;
  const both = isWhole(events) && isWhole(returns);
  const numerator = both ? apart(returns.now.num, events.now.num) : null;
  const denominator = both ? apart(returns.now.den, events.now.den) : null;
  const sides = {
    events: isWhole(events) ? show(events) : NOTHING,
    returns: isWhole(returns) ? show(returns) : NOTHING,
  };
  const value =
    sides.events.value === null || sides.returns.value === null ? null : sides.returns.value - sides.events.value;
  const difference = { numerator: numberOf(numerator), denominator: numberOf(denominator), value };
  const differs = [numerator, denominator].some((part) => part !== null && order(part, ZERO) !== 0);
  return { compared: { authoritative, ...sides, difference }, differs };
}

/** All parts of the figure are in. */
function isWhole({ now, shown, awaited, reasons, unitsMissing }: Assessed): boolean {
  const lacks = reasons.some((reason) => reason === 'return-missing' || reason === 'feed-unattested');
  return now.num !== null && shown && !awaited && !lacks && unitsMissing.length === 0;
}

function apart(told: Rational | null, counted: Rational | null): Rational | null {
  return told && counted && plus(told, { p: -counted.p, q: counted.q });
}

function numberOf(value: Rational | null): number | null {
  return value && toNumber(value);
}
