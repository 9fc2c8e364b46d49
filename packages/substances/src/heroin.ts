import { decimal, multiply, type Decimal } from './decimal.ts';

/** Decimal places of the derived ratio; half a unit of the last place is rounded up. */
const RATIO_PLACES = 9;

/** Grams at which the law speaks of a "large quantity", with where that is written. */
export interface Threshold {
  grams: Decimal;
  source: string;
}

/** Of which table a figure is asked: thresholds in force on `day` as known at `asOf` (ms since the epoch, inclusive). */
interface Moment {
  /** YYYY-MM-DD; days before the first version read the first */
  day: string;
  asOf: number;
}

interface Version {
  /** YYYY-MM-DD, inclusive */
  validFrom: string;
  /** RFC 3339; null = installed, known from the beginning */
  recordedAt: string | null;
  source: string;
  value: ReadonlyMap<string, Threshold>;
}

const LAW = '刑法第三百四十七条 (Criminal Law art. 347)';
const RULES = '法释〔2016〕8号第一条 (Fashi 2016 No. 8, art. 1)';

const BY_LAW = {
  heroin: '50',
  methamphetamine: '50',
  opium: '1000',
};
/** MDMA's is that of amphetamine-type stimulants but methamphetamine; fentanyl's is of fentanyl alone, not of its analogues. */
const BY_RULES = {
  alprazolam: '100000',
  barbital: '250000',
  bromazepam: '500000',
  buprenorphine: '5000',
  caffeine: '200000',
  'caffeine-sodium-benzoate': '250000',
  'cannabis-herb': '150000',
  'cannabis-oil': '5000',
  'cannabis-resin': '10000',
  chlordiazepoxide: '500000',
  cocaine: '50',
  codeine: '5000',
  diazepam: '500000',
  dihydroetorphine: '0.01',
  estazolam: '500000',
  fentanyl: '125',
  ghb: '2000',
  ketamine: '500',
  khat: '100000',
  mdma: '100',
  methadone: '1000',
  methaqualone: '50000',
  methcathinone: '200',
  morphine: '100',
  nimetazepam: '250000',
  pethidine: '250',
  phenobarbital: '250000',
  'poppy-husk': '200000',
  tramadol: '2000',
  triazolam: '50000',
};

/** Oldest first. A new table is a new version at the end; an old one stays. */
const VERSIONS: readonly [Version, ...Version[]] = [
  {
    validFrom: '2016-04-11',
    recordedAt: null,
    source: `${LAW}; ${RULES}`,
    value: new Map([...thresholds(BY_LAW, LAW), ...thresholds(BY_RULES, RULES)]),
  },
];

function thresholds(grams: Record<string, string>, source: string): [string, Threshold][] {
  return Object.entries(grams).map(([code, text]) => [code, { grams: decimal(text), source }]);
}

function inForce({ day, asOf }: Moment): Version {
  const known = VERSIONS.filter(({ recordedAt }) => recordedAt === null || Date.parse(recordedAt) <= asOf);
  return known.findLast(({ validFrom }) => validFrom <= day) ?? VERSIONS[0];
}

/** The legal threshold of a substance, or null where the table has none: no ratio can be derived then. */
export function thresholdOf(code: string, moment: Moment): Threshold | null {
  return inForce(moment).value.get(code) ?? null;
}

/**
 * Grams of heroin with the same place under the legal thresholds as one gram of a substance: 50 g ÷ its threshold, at nine decimal
 * places. Derived by us, not official; null where the table has no threshold.
 */
export function heroinRatio(code: string, moment: Moment): Decimal | null {
  const heroin = thresholdOf('heroin', moment);
  const own = thresholdOf(code, moment);
  return heroin && own && quotient(heroin.grams, own.grams);
}

/** Derived grams of heroin for an amount of a substance (see `heroinRatio`); exact from the ratio on. */
export function heroinEquivalentOf(code: string, grams: Decimal, moment: Moment): Decimal | null {
  const ratio = heroinRatio(code, moment);
  return ratio && multiply(grams, ratio);
}

/** a ÷ b at `RATIO_PLACES`; both above 0. */
function quotient(a: Decimal, b: Decimal): Decimal {
  const over = a.units * 10n ** BigInt(b.scale + RATIO_PLACES);
  const under = b.units * 10n ** BigInt(a.scale);
  return { units: (2n * over + under) / (2n * under), scale: RATIO_PLACES };
}
