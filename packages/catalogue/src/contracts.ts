import type { MeasureContract } from '@duqing/events';
import { asReturned } from './engine/counterpart.ts';
import { INDICATORS } from './indicators/index.ts';
import type { Helper, Indicator } from './types.ts';

type ReturnPeriod = MeasureContract['periods'][number];

const HELPERS: Record<Helper, ReturnPeriod> = {
  population: 'year',
  'precursor-enterprises': 'quarter',
  'new-users-found': 'quarter',
};

/**
 * Every measure a return may name, and those it may not (`refused` says why): items, helpers, incidents, reported totals, and what
 * events count too.
 */
export function measureContracts(): MeasureContract[] {
  const helpers = Object.entries(HELPERS).map(([id, period]) => contract(id, { takes: 'value', periods: [period] }));
  return [...INDICATORS.flatMap(contractsOf), ...helpers];
}

function contract(id: string, given: Pick<MeasureContract, 'takes' | 'periods'>): MeasureContract {
  return { id, overOne: false, refused: null, compared: false, ...given };
}

function contractsOf(entry: Indicator): MeasureContract[] {
  const { id, measure, columns } = entry;
  const periods = returnPeriodsOf(entry);
  if (measure.kind === 'event-count' && measure.plusIncidents)
    return [contract(`${id}:incidents`, { takes: 'value', periods })];
  const returned = asReturned(entry);
  if (returned) return [{ ...contract(id, { takes: takesOf(returned) ?? 'value', periods }), compared: true }];
  const takes = takesOf(entry);
  if (takes === null) return [];
  const overOne = measure.kind === 'return-ratio' && measure.overOne;
  const own = { ...contract(id, { takes, periods }), overOne, refused: refusalOf(entry) };
  if (columns.roll_up !== 'sum' || own.refused !== null) return [own];
  return [own, { ...own, id: `${id}:reported-total`, takes: 'value', compared: true }];
}

/** Native kinds of an item's returns: a ytd item's are written as quarters, a creation cell adds quarters. */
function returnPeriodsOf({ cells }: Indicator): ReturnPeriod[] {
  const kinds = cells.flatMap((kind): ReturnPeriod[] => {
    switch (kind) {
      case 'ytd':
        return ['quarter'];
      case 'creation':
        return [];
      case 'quarter':
      case 'half':
      case 'year':
        return [kind];
    }
  });
  return [...new Set(kinds)];
}

/** Shape of an item's return; null where it reads no returns under its own id. */
function takesOf({ measure }: Indicator): MeasureContract['takes'] | null {
  switch (measure.kind) {
    case 'return-ratio':
      return measure.denominatorHelper !== null && measure.numeratorHelper === null ? 'numerator' : 'ratio';
    case 'return-count':
    case 'return-change':
      return 'value';
    case 'return-flag':
      return 'flag';
    case 'event-count':
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'composite':
    case 'bulletins-sealed':
      return null;
  }
}

/** Why returns under an item's own id are refused; null where they are read. */
function refusalOf({ id, measure }: Indicator): string | null {
  if (measure.kind === 'return-change' && measure.levelHelper !== null) return `reads ${measure.levelHelper}`;
  if (measure.kind !== 'return-ratio') return null;
  if (measure.reads !== id) return `reads ${measure.reads}`;
  if (measure.numeratorHelper === null) return null;
  return `reads ${[measure.numeratorHelper, measure.denominatorHelper].filter(Boolean).join(' and ')}`;
}
