import type { EventPart, Indicator } from './types.ts';

/** The parts of events that an item is measured by, a ratio's numerator first; none where it counts first sightings, returns or other items. */
export function eventParts({ measure }: Pick<Indicator, 'measure'>): EventPart[] {
  switch (measure.kind) {
    case 'event-count':
    case 'event-sum':
      return [measure.part];
    case 'event-ratio':
      return [measure.numerator, measure.denominator];
    case 'new-substances':
    case 'return-count':
    case 'return-ratio':
    case 'return-change':
    case 'return-flag':
    case 'composite':
    case 'bulletins-sealed':
      return [];
  }
}
