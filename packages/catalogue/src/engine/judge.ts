import type { Day, Period } from '@duqing/calendar';
import type { Level, Indicator } from '../types.ts';
import { standingFor, unitsConcerned } from './areas.ts';
import type { Matter } from './matter.ts';
import { dayToBeDone, lastDay, periodBefore, quarterBefore } from './periods.ts';
import { type Gap, type Reading } from './reading.ts';
import { readEvents, readsEvents } from './read-events.ts';
import { addedNumbers, readReturn } from './read-returns.ts';
import { anyOfCity, sumOfCity, unitsMissing } from './roll-up.ts';
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
  readonly #trials = new Map<string, Trial>();

  constructor(scene: Scene) {
    this.scene = scene;
  }

  trial(place: Place): Trial {
    return memo(this.#trials, keyOf(place), () => this.#trial(place));
  }

  #trial(place: Place): Trial {
    const { entry, period, region } = place;
    const basePeriods = basePeriodsOf(entry, period);
    const bases = basePeriods.map((base) => ({ period: base, reading: this.#base(place, base) }));
    const reading = withHistory(this.#reading(place), { bases, isSummed: isSummed(place) });
    const { yardstick, gaps } = yardstickOf(this.scene, { place, bases: bases.map((base) => base.reading) });
    const day = lastDay(period);
    return {
      entry,
      period,
      today: this.scene.today,
      yardstick,
      reading: { ...reading, gaps: [...reading.gaps, ...gaps] },
      notConcerned: this.scene.setting.notConcerned({ indicator: entry.id, region, day }),
      bases,
    };
  }

  #reading(place: Place): Reading {
    return memo(this.#readings, keyOf(place), () =>
      place.level === 'city' ? this.#readCity(place) : this.#readOne(place),
    );
  }

  /** An area by itself: its own events, its own return. */
  #readOne(place: Place): Reading {
    const { entry, region, period } = place;
    const { scene } = this;
    if (readsEvents(entry))
      return readEvents(scene, { entry, areas: [region], regions: [region], period, asBase: false });
    const own = readReturn(scene, { entry, region, period });
    return this.#takenOver(place, own) ?? own;
  }

  /** The cell of the quarter holding the day takes over what is already met, where nothing newer was returned. */
  #takenOver(place: Place, own: Reading): Reading | undefined {
    const before = quarterBefore(place.period);
    const isOwn = own.gaps.every(({ reason }) => reason !== 'return-missing');
    if (isOwn || !before || dayToBeDone(place.entry, place.period) === undefined) return undefined;
    const trial = this.trial({ ...place, period: before });
    if (decide(trial).verdict !== 'met') return undefined;
    return { ...trial.reading, flags: new Set([...trial.reading.flags, 'carried' as const]), returns: own.returns };
  }

  #readCity(place: Place): Reading {
    const { entry, period } = place;
    const { scene } = this;
    const units = unitsConcerned(scene, entry, lastDay(period));
    const unit = (region: string): Place => ({ ...place, region, level: 'county' });
    const query = { entry, period, units, readUnit: (region: string) => this.#reading(unit(region)), asBase: false };
    switch (entry.columns.roll_up) {
      case 'own':
        return this.#readOne(place);
      case 'any':
        return anyOfCity(scene, { ...query, missingElsewhere: new Set() });
      case 'none':
        return readEvents(scene, {
          entry,
          areas: [place.region],
          regions: [...units, place.region],
          period,
          asBase: false,
        });
      case 'sum': {
        const bases = basePeriodsOf(entry, period);
        const lacking = units.filter((region) => bases.some((base) => this.#base(unit(region), base).gaps.length > 0));
        return sumOfCity(scene, { ...query, missingElsewhere: new Set(lacking) });
      }
    }
  }

  /** The same area one or two years before; its predecessors are added. */
  #base(place: Place, base: Period): Reading {
    return memo(this.#readings, `${keyOf(place)}\n${base.key}`, () =>
      isSummed(place) ? this.#baseOfCity(place, base) : this.#baseOfOne(place, base),
    );
  }

  #baseOfOne({ entry, region }: Place, period: Period): Reading {
    const codes = standingFor(this.scene, region, lastDay(period));
    if (readsEvents(entry))
      return readEvents(this.scene, { entry, areas: codes, regions: codes, period, asBase: true });
    const readings = codes.map((code) => readReturn(this.scene, { entry, region: code, period }));
    const [first] = readings;
    if (!first) throw new Error(`${entry.id}: no code stands for ${region}`);
    return { ...first, ...addedNumbers(readings), gaps: readings.flatMap(({ gaps }) => gaps) };
  }

  #baseOfCity(place: Place, base: Period): Reading {
    const { entry, period } = place;
    const units = unitsConcerned(this.scene, entry, lastDay(period));
    const unit = (region: string): Place => ({ ...place, region, level: 'county' });
    const now = new Map(units.map((region) => [region, this.#reading(unit(region))]));
    const readUnit = (region: string): Reading => this.#base(unit(region), base);
    const missingElsewhere = new Set(unitsMissing(now));
    return sumOfCity(this.scene, { entry, period: base, units, readUnit, missingElsewhere, asBase: true });
  }
}

function isSummed({ entry, level }: Place): boolean {
  return level === 'city' && entry.columns.roll_up === 'sum';
}

function memo<T>(held: Map<string, T>, key: string, make: () => T): T {
  const found = held.get(key);
  if (found !== undefined) return found;
  const made = make();
  held.set(key, made);
  return made;
}

function keyOf({ entry, region, period }: Place): string {
  return `${entry.id}\n${region}\n${period.kind}\n${period.key}`;
}

/** Periods a cell is compared with: one year before, for growth two. */
function basePeriodsOf({ target, columns }: Indicator, period: Period): Period[] {
  const before = target?.kind === 'direction' ? periodBefore(period) : undefined;
  if (!before) return [];
  const earlier = columns.kind === 'change' ? periodBefore(before) : undefined;
  return earlier ? [before, earlier] : [before];
}

/** What is missing in the periods compared with; the city's units answer for theirs. */
function withHistory(
  reading: Reading,
  { bases, isSummed: summed }: { bases: { reading: Reading }[]; isSummed: boolean },
): Reading {
  const lacks = bases.some(
    ({ reading: base }) => base.numerator === null || (!summed && base.gaps.length > 0) || base.empty,
  );
  const isWeak = reading.weak || bases.some(({ reading: base }) => base.weak);
  if (!lacks) return { ...reading, weak: isWeak };
  const gap: Gap = { reason: 'history-too-short', kind: 'missing' };
  return { ...reading, weak: isWeak, gaps: [...reading.gaps, gap] };
}
