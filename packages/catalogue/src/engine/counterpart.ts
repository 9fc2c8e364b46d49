import { subtract, type Decimal } from '@duqing/substances';
import type { Setting } from '@duqing/regions';
import type { Period } from '@duqing/calendar';
import type { Compared, Figures } from '../cell.ts';
import type { Indicator, Measure } from '../types.ts';
import { numberOf } from './evidence.ts';
import { lastDay } from './periods.ts';
import type { Gap, Reading } from './reading.ts';
import { isZeroRule } from './rule.ts';

/**
 * The item as returns would give it; null where it does not count events, or where a return could not stand for them: a zero rule is
 * broken by a case with an identity (what has no case is returned as incidents), and a first sighting is found, not told.
 */
export function asReturned(entry: Indicator): Indicator | null {
  const measure = returnedMeasure(entry);
  if (measure === null || isZeroRule(entry)) return null;
  return { ...entry, measure, columns: { ...entry.columns, source: 'return' } };
}

function returnedMeasure({ id, measure }: Indicator): Measure | null {
  switch (measure.kind) {
    case 'event-count':
      return measure.plusIncidents ? null : { kind: 'return-count' };
    case 'event-sum':
      return { kind: 'return-count' };
    case 'event-ratio':
      return {
        kind: 'return-ratio',
        reads: id,
        numeratorHelper: null,
        denominatorHelper: null,
        overOne: false,
        againstReference: false,
      };
    case 'new-substances':
    case 'return-count':
    case 'return-ratio':
    case 'return-change':
    case 'return-flag':
    case 'composite':
    case 'bulletins-sealed':
      return null;
  }
}

/** The item as it is measured in a period: by events, or by returns due so many days after it where data says that they count. */
export function authoritative(entry: Indicator, { setting, period }: { setting: Setting; period: Period }): Indicator {
  if (!setting.isReturned({ indicator: entry.id, day: lastDay(period) })) return entry;
  return returnedOn(entry, setting) ?? entry;
}

/** The item as returned, due when returns are. */
export function returnedOn(entry: Indicator, { calendar }: Setting): Indicator | null {
  const returned = asReturned(entry);
  return returned && { ...returned, due: { kind: 'days-after', days: calendar.returnsDueDays } };
}

/** Both figures and what the return has more; a side of which a part is missing has no figure to compare. */
export function comparedFigures(
  { events, returns }: { events: Reading; returns: Reading },
  show: (reading: Reading) => Figures,
): { compared: Omit<Compared, 'authoritative'>; differs: boolean } {
  const sides = {
    events: isWhole(events) ? show(events) : NO_FIGURES,
    returns: isWhole(returns) ? show(returns) : NO_FIGURES,
  };
  const isComparable = isWhole(events) && isWhole(returns);
  const [top, bottom] = [apart(returns.numerator, events.numerator), apart(returns.denominator, events.denominator)];
  const { value: told } = sides.returns;
  const { value: counted } = sides.events;
  const difference = {
    numerator: isComparable ? top && numberOf(top) : null,
    denominator: isComparable ? bottom && numberOf(bottom) : null,
    value: told === null || counted === null ? null : told - counted,
  };
  const differs = isComparable && [top, bottom].some((part) => part !== null && part.units !== 0n);
  return { compared: { ...sides, difference }, differs };
}

const NO_FIGURES: Figures = { numerator: null, denominator: null, value: null };

const LACKING: readonly Gap['reason'][] = ['unit-missing', 'return-missing', 'feed-unattested'];

/** Its base period may be missing: that is another matter. */
function isWhole({ gaps, numerator }: Reading): boolean {
  return numerator !== null && gaps.every(({ reason }) => !LACKING.includes(reason));
}

function apart(told: Decimal | null, counted: Decimal | null): Decimal | null {
  return told && counted && subtract(told, counted);
}
