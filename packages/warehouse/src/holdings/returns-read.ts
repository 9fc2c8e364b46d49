import type { Indicator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';

/** Growth of growth looks two years back, and a population is the one of the year before. */
const YEARS_BACK = 3;

/** Measures whose returns any cell of the items may read: their own, those they are made of, what is compared with them. */
export function measuresRead(indicators: readonly Indicator[]): string[] {
  return [...new Set(indicators.flatMap(measuresOf))].sort();
}

function measuresOf({ id, measure }: Indicator): string[] {
  const own = [id, `${id}:reported-total`];
  switch (measure.kind) {
    case 'event-count':
      return [...own, `${id}:incidents`];
    case 'return-ratio':
      return [
        ...own,
        measure.reads,
        ...[measure.numeratorHelper, measure.denominatorHelper].flatMap((one) => one ?? []),
      ];
    case 'return-change':
      return measure.levelHelper === null ? own : [...own, measure.levelHelper];
    case 'return-flag':
      return measure.notApplicableUnder === null ? own : [...own, measure.notApplicableUnder.helper];
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'return-count':
    case 'composite':
    case 'bulletins-sealed':
      return own;
  }
}

/** Quarters (the last of each return's period) whose returns cells of some periods may read; more than they do read. */
export function returnQuartersRead({ periods, setting }: { periods: readonly string[]; setting: Setting }): string[] {
  const { from, to } = setting.calendar.creation;
  const spans = periods.map((key) =>
    key === 'creation' ? [yearOf(from), yearOf(to)] : [yearOf(key) - YEARS_BACK, yearOf(key)],
  );
  const years = new Set(
    spans.flatMap(([first = 0, last = 0]) => Array.from({ length: last - first + 1 }, (_, n) => first + n)),
  );
  return [...years].sort().flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`));
}

function yearOf(text: string): number {
  return Number(text.slice(0, 4));
}
