import type { Day, Period } from '@duqing/calendar';
import type { Level, Indicator } from '../types.ts';
import { decimal } from '@duqing/substances';
import { standingFor, unitsConcerned } from './areas.ts';
import type { Matter } from './matter.ts';
import { dayToBeDone, lastDay, periodBefore, quarterBefore } from './periods.ts';
import { added, emptyReading, type Gap, type Reading } from './reading.ts';
import { readEventBase, readEvents, readsEvents } from './read-events.ts';
import { readReturn } from './read-returns.ts';
import { anyOfCity, sumOfCity, type Share, type Summed } from './roll-up.ts';
import type { Scene } from './scene.ts';
import { decide } from './verdict.ts';
import { yardstickOf } from './yardstick.ts';

export interface Place {
  entry: Indicator;
  region: string;
  level: Level;
  period: Period;
}

/** A matter with the readings of the periods that it is compared with, latest first. */
export interface Trial extends Matter {
  bases: { period: Period; reading: Reading }[];
  /** the day that a derived item waits for instead of its period's end */
  releaseDay?: Day;
}

/** Reads what each cell needs, once. */
export class Judge {
  readonly scene: Scene;
  readonly #readings = new Map<string, Reading>();

  constructor(scene: Scene) {
    this.scene = scene;
  }

  trial(place: Place): Trial {
    return this.#trial(place);
  }

  #trial(place: Place): Trial {
    const { entry, period, region } = place;
    const { reading, bases } = this.#summed(place);
    const known = bases.map((base) => base ?? emptyReading());
    const { yardstick, gaps } = yardstickOf(this.scene, { place, bases: known });
    const day = lastDay(period);
    return {
      entry,
      period,
      today: this.scene.today,
      yardstick,
      reading: { ...reading, gaps: [...reading.gaps, ...gaps] },
      notConcerned: this.scene.setting.notConcerned({ indicator: entry.id, region, day }),
      bases: basePeriodsOf(entry, period).map((base, index) => ({
        period: base,
        reading: known[index] ?? emptyReading(),
      })),
    };
  }

  #summed(place: Place): Summed {
    const { entry, level } = place;
    const { roll_up } = entry.columns;
    if (level === 'county' || roll_up === 'own' || roll_up === 'none') return this.#alone(place);
    const units = unitsConcerned(this.scene, entry, place.period).map((region) =>
      this.#share({ ...place, region, level: 'county' }),
    );
    const own = this.#share(place);
    return roll_up === 'sum' ? sumOfCity(entry, { units, own }) : { reading: anyOfCity({ units, own }), bases: [] };
  }

  #alone(place: Place): Summed {
    const { now, bases } = this.#share(place);
    if (bases.length > 0 && bases.includes(null)) {
      const gap: Gap = { reason: 'history-too-short', kind: 'missing' };
      return { reading: { ...now, gaps: [...now.gaps, gap] }, bases };
    }
    return { reading: now, bases };
  }

  #share(place: Place): Share {
    const bases = basePeriodsOf(place.entry, place.period).map((base) => this.#base(place, base));
    return { area: place.region, now: this.#reading(place), bases };
  }

  /** An area by itself: its own events, its own return. */
  #reading(place: Place): Reading {
    return memo(this.#readings, keyOf(place), () => {
      const { entry, region, period, level } = place;
      if (!readsEvents(entry)) return this.#readReturned(place);
      const isCityAlone = level === 'city' && entry.columns.roll_up === 'none';
      const units = isCityAlone ? unitsConcerned(this.scene, entry, period) : [];
      return readEvents(this.scene, { entry, region, feeds: [...units, region], period });
    });
  }

  /** The cell of the quarter holding the day takes over what is already met, where nothing newer was returned. */
  #readReturned(place: Place): Reading {
    const own = readReturn(this.scene, place);
    const before = quarterBefore(place.period);
    const isOwn = own.gaps.every(({ reason }) => reason !== 'return-missing');
    if (isOwn || !before || dayToBeDone(place.entry, place.period) === undefined) return own;
    const earlier = this.#reading({ ...place, period: before });
    const trial = { ...this.trial({ ...place, period: before }), reading: earlier };
    if (decide(trial).verdict !== 'met') return own;
    return { ...earlier, flags: new Set([...earlier.flags, 'carried' as const]) };
  }

  /** The area and those it has succeeded, one or two years before; null where that is no base. */
  #base(place: Place, period: Period): Reading | null {
    const { entry, region } = place;
    const found = standingFor(this.scene, region, period).flatMap(({ code, required }) => {
      const base = this.#baseOf({ ...place, region: code, period });
      return base === null && !required ? [] : [base];
    });
    if (found.length === 0 || found.includes(null)) return null;
    const readings = found.flatMap((reading) => reading ?? []);
    return {
      ...emptyReading(),
      ...added(readings),
      flags: new Set(readings.flatMap(({ flags }) => [...flags])),
      empty: entry.columns.kind === 'ratio' && readings.every(({ empty }) => empty),
    };
  }

  #baseOf({ entry, region, period }: Place): Reading | null {
    if (readsEvents(entry)) return readEventBase(this.scene, { entry, region, feeds: [region], period });
    const reading = readReturn(this.scene, { entry, region, period });
    if (reading.empty) return { ...reading, numerator: decimal(0), denominator: decimal(0) };
    return reading.gaps.length > 0 ? null : reading;
  }
}

function memo<T>(held: Map<string, T>, key: string, make: () => T): T {
  const found = held.get(key);
  if (found !== undefined) return found;
  const made = make();
  held.set(key, made);
  return made;
}

function keyOf({ entry, region, period }: Place): string {
  return `${entry.id}\n${entry.measure.kind}\n${region}\n${period.kind}\n${period.key}`;
}

/** Periods a cell is compared with: one year before, for growth two. */
function basePeriodsOf({ target, columns }: Indicator, period: Period): Period[] {
  const before = target?.kind === 'direction' ? periodBefore(period) : undefined;
  if (!before) return [];
  const earlier = columns.kind === 'change' ? periodBefore(before) : undefined;
  return earlier ? [before, earlier] : [before];
}
