import type { Decimal } from './decimal.ts';
import { equivalentOf, heroinRatio } from './heroin.ts';
import { namesOf, plain } from './lookup.ts';
import { LAW, RULES } from './shipped-thresholds.ts';
import { SUBSTANCES, type Substance, type Threshold } from './table.ts';

/** The whole table as it holds from a day on. */
export interface SubstanceVersion {
  /** YYYY-MM-DD, inclusive; days before the first version read the first */
  validFrom: string;
  /** RFC 3339; null = installed, known from the beginning */
  recordedAt: string | null;
  source: string;
  value: readonly Substance[];
}

/** What a deployment without a table of its own is installed with. */
export const SHIPPED: { -readonly [K in keyof SubstanceVersion]: SubstanceVersion[K] } & { value: Substance[] } = {
  validFrom: '2016-04-11',
  recordedAt: null,
  source: `${LAW}; ${RULES}`,
  value: [...SUBSTANCES],
};

interface Table {
  validFrom: string;
  byCode: ReadonlyMap<string, Substance>;
}

/** The table of substances, version by version, as it was known at one moment. */
export class Substances {
  /** by the day from which each holds; of two alike the later recorded is the later here */
  readonly #tables: readonly Table[];
  readonly #latest: ReadonlyMap<string, Substance>;
  /** The days on which another version begins to hold, sorted. */
  readonly days: readonly string[];

  /** `known`: the versions recorded by the moment; none = the shipped one. */
  constructor(known: readonly SubstanceVersion[] = []) {
    const versions = (known.length === 0 ? [SHIPPED] : [...known]).sort(
      (a, b) => a.validFrom.localeCompare(b.validFrom) || recorded(a) - recorded(b),
    );
    this.#tables = versions.map(({ validFrom, value }) => ({
      validFrom,
      byCode: new Map(value.map((entry) => [entry.code, entry])),
    }));
    this.#latest = new Map(versions.flatMap(({ value }) => value.map((entry) => [entry.code, entry])));
    this.days = [...new Set(versions.map(({ validFrom }) => validFrom))];
  }

  /** Whether an event may name a code: any version known now has it, so that a late record of an earlier day may too. */
  isKnown(code: string): boolean {
    return this.#latest.has(code);
  }

  /** Every code, as the version that holds last has it; sorted by code. */
  all(): Substance[] {
    return [...this.#latest.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  nameOf(code: string): Substance['name'] | undefined {
    return this.#latest.get(code)?.name;
  }

  /** The entry that a code, name or synonym means, whatever its case, width and blanks; undefined where none is known. */
  byName(text: string): Substance | undefined {
    return this.all().find((entry) => namesOf(entry).some((name) => plain(name) === plain(text)));
  }

  /** Commonly known on that day, so not new to an area; an unknown code and `other` are not. */
  isBaseline(code: string, day: string): boolean {
    return this.#on(day).get(code)?.baseline ?? false;
  }

  /** Codes that every version calls commonly known, so that no find of them was ever new. */
  neverNew(): string[] {
    const [first, ...rest] = this.#tables.map(({ byCode }) => byCode);
    const isCommon = (code: string): boolean => rest.every((table) => table.get(code)?.baseline === true);
    return [...(first?.values() ?? [])].flatMap(({ code, baseline }) => (baseline && isCommon(code) ? [code] : []));
  }

  /** The legal threshold in force on a day, or null where the table has none: no ratio can be derived then. */
  thresholdOf(code: string, day: string): Threshold | null {
    return this.#on(day).get(code)?.threshold ?? null;
  }

  /** Grams of heroin that one gram stands for (see heroin.ts), or null. */
  heroinRatio(code: string, day: string): Decimal | null {
    return heroinRatio(this.thresholdOf('heroin', day), this.thresholdOf(code, day));
  }

  heroinEquivalentOf(code: string, { grams, day }: { grams: Decimal; day: string }): Decimal | null {
    return equivalentOf(grams, this.heroinRatio(code, day));
  }

  #on(day: string): ReadonlyMap<string, Substance> {
    const found = this.#tables.findLast(({ validFrom }) => validFrom <= day) ?? this.#tables[0];
    return found?.byCode ?? new Map<string, Substance>();
  }
}

function recorded({ recordedAt }: SubstanceVersion): number {
  return recordedAt === null ? -Infinity : Date.parse(recordedAt);
}
