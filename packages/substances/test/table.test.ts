import { describe, expect, it } from 'vitest';
import {
  decimal,
  gramsOf,
  massText,
  parsePurity,
  pureGramsOf,
  SHIPPED,
  Substances,
  SUBSTANCES,
  tableFaults,
  toText,
  type Substance,
} from '../src/index.ts';
import { namesOf } from '../src/lookup.ts';

const shipped = new Substances();
const day = '2026-05-03';
const ratioOf = (code: string, on = day) => {
  const ratio = shipped.heroinRatio(code, on);
  return ratio && toText(ratio);
};
const equivalentOf = (code: string, grams: string) => shipped.heroinEquivalentOf(code, { grams: decimal(grams), day });

describe('the substance table', () => {
  it('has the codes that events name', () => {
    const codes =
      'heroin methamphetamine opium cocaine mdma morphine fentanyl methcathinone ketamine methadone tramadol ghb codeine ' +
      'cannabis-herb cannabis-resin cannabis-oil cannabis-plant opium-poppy other';
    expect(codes.split(' ').filter((code) => !shipped.isKnown(code))).toEqual([]);
  });

  it('is sorted by code, each code once', () => {
    const codes = SUBSTANCES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('no name, synonym or code means two substances', () => {
    const wrong = SUBSTANCES.flatMap((entry) => namesOf(entry).filter((name) => shipped.byName(name) !== entry));
    expect(wrong).toEqual([]);
  });

  it.each([
    ['海洛因', 'heroin'],
    ['  Heroin ', 'heroin'],
    ['HEROIN', 'heroin'],
    ['冰毒', 'methamphetamine'],
    ['Ｋ粉', 'ketamine'],
    ['crystal  METH', 'methamphetamine'],
    ['γ-羟丁酸', 'ghb'],
    ['cannabis-herb', 'cannabis-herb'],
  ])('%j means %s', (name, code) => expect(shipped.byName(name)?.code).toBe(code));

  it.each(['', '　', 'aspirin', 'heroin?', '__proto__'])('%j means none', (name) =>
    expect(shipped.byName(name)).toBeUndefined(),
  );

  it.each([
    ['heroin', true],
    ['ketamine', true],
    ['etomidate', false],
    ['other', false],
    ['unheard-of', false],
  ])('%s on the baseline list: %s', (code, known) => expect(shipped.isBaseline(code, day)).toBe(known));
});

describe('the derived heroin ratio', () => {
  it.each([
    ['heroin', '1'],
    ['methamphetamine', '1'],
    ['cocaine', '1'],
    ['opium', '0.05'],
    ['mdma', '0.5'],
    ['morphine', '0.5'],
    ['fentanyl', '0.4'],
    ['methcathinone', '0.25'],
    ['ketamine', '0.1'],
    ['methadone', '0.05'],
    ['tramadol', '0.025'],
    ['ghb', '0.025'],
    ['codeine', '0.01'],
    ['cannabis-oil', '0.01'],
    ['cannabis-resin', '0.005'],
    ['dihydroetorphine', '5000'],
    ['bromazepam', '0.0001'],
  ])('one gram of %s: %s g', (code, ratio) => expect(ratioOf(code)).toBe(ratio));

  it('is rounded at nine places where it has no end: 50 g of 150 kg', () =>
    expect(ratioOf('cannabis-herb')).toBe('0.000333333'));

  it.each(['cannabis-plant', 'opium-poppy', 'other', 'unheard-of'])('%s has none: null, not 0', (code) => {
    expect(ratioOf(code)).toBeNull();
    expect(equivalentOf(code, '5')).toBeNull();
  });

  it('multiplies exactly: 250 g of ketamine are 25 g', () =>
    expect(equivalentOf('ketamine', '250')).toMatchObject({ units: 25_000_000_000n, scale: 9 }));

  it('names its source', () => {
    expect(shipped.thresholdOf('ketamine', day)?.source).toContain('法释〔2016〕8号');
    expect(shipped.thresholdOf('heroin', day)?.source).toContain('347');
  });

  it('days before the first table read the first', () => expect(ratioOf('ketamine', '2010-01-01')).toBe('0.1'));
});

const version = (validFrom: string, recordedAt: string | null, value: Substance[]) => ({
  validFrom,
  recordedAt,
  source: 'made up',
  value,
});
const entry = (code: string, more: Partial<Substance> = {}): Substance => ({
  code,
  name: { zh: code, en: code },
  synonyms: [],
  dimensions: ['mass'],
  baseline: false,
  threshold: null,
  ...more,
});
const faultsOf = (table: Substance[]) => tableFaults(table).map(({ code, en }) => `${code}: ${en}`);
const changed = (code: string, more: Partial<Substance>) =>
  SUBSTANCES.map((one) => (one.code === code ? { ...one, ...more } : one));

describe('versions of the table', () => {
  const later = [...changed('ketamine', { threshold: { grams: '250', source: 'made up' } }), entry('new-one')];
  const known = new Substances([SHIPPED, version('2026-07-01', '2026-08-01T00:00:00+08:00', later)]);
  const ratioOn = (on: string) => toText(known.heroinRatio('ketamine', on) ?? decimal(0));

  it('a threshold holds from its day on, not before', () =>
    expect([ratioOn('2026-06-30'), ratioOn('2026-07-01')]).toEqual(['0.1', '0.2']));

  it('a code is known as soon as any version has it, for a late record of an earlier day too', () =>
    expect([shipped.isKnown('new-one'), known.isKnown('new-one')]).toEqual([false, true]));

  it('of two versions that begin on one day the later recorded holds', () => {
    const first = version('2026-07-01', '2026-08-01T00:00:00+08:00', [entry('heroin', { baseline: true })]);
    const second = version('2026-07-01', '2026-08-02T00:00:00+08:00', [entry('heroin')]);
    expect(new Substances([second, SHIPPED, first]).isBaseline('heroin', '2026-07-01')).toBe(false);
  });

  it('what was rare in any version may have been new', () => {
    const common = new Substances([SHIPPED, version('2026-07-01', null, changed('etomidate', { baseline: true }))]);
    expect(common.isBaseline('etomidate', '2026-07-01')).toBe(true);
    expect([common.neverNew().includes('etomidate'), common.neverNew().includes('heroin')]).toEqual([false, true]);
  });
});

describe('laws of a table', () => {
  it('the shipped one is sound', () => expect(faultsOf([...SUBSTANCES])).toEqual([]));

  it.each<[fault: string, table: Substance[], said: RegExp]>([
    ['a code in capitals', [...SUBSTANCES, entry('ABC')], /^ABC: a code is a-z/],
    ['a code twice', [...SUBSTANCES, entry('ketamine')], /^ketamine: listed twice/],
    [
      'a name of another',
      [...SUBSTANCES, entry('new-one', { synonyms: ['Ｋ粉'] })],
      /^new-one: k粉 is a name of ketamine/,
    ],
    ['without other', SUBSTANCES.filter(({ code }) => code !== 'other'), /^other: it is needed/],
    ['other as a common one', changed('other', { baseline: true }), /^other: it is no one substance/],
    ['heroin without a threshold', changed('heroin', { threshold: null }), /^heroin: its threshold is needed/],
    ['a threshold of 0', changed('ketamine', { threshold: { grams: '0', source: 'x' } }), /^ketamine: the threshold 0/],
    [
      'a threshold in words',
      changed('ketamine', { threshold: { grams: '5e2', source: 'x' } }),
      /^ketamine: the threshold/,
    ],
  ])('%s', (_, table, said) => expect(faultsOf(table).join('\n')).toMatch(said));
});

describe('purity (P24)', () => {
  it.each([
    [0.78, 0.78],
    ['0.78', 0.78],
    ['78%', 0.78],
    [' 78 % ', 0.78],
    ['14％', 0.14],
    ['100%', 1],
    [0, 0],
    ['0.5%', 0.005],
  ])('%j is %d', (input, purity) => expect(parsePurity(input)).toBe(purity));

  it.each([78, '78', '', '　', '101%', '-1%', '78%%', 'high', Number.NaN])('%j is refused', (input) =>
    expect(() => parsePurity(input)).toThrow(RangeError),
  );

  it.each([0.78, '78%'])('100 g at %j have 78 g pure, never 60.84 g', (input) => {
    const pure = pureGramsOf({ value: decimal('100'), unit: 'g' }, parsePurity(input));
    expect(pure && toText(pure)).toBe('78');
  });
});

describe('units (P23)', () => {
  it.each([
    ['250', 'g', '250 g'],
    ['0.25', 'kg', '250 g'],
    ['250000', 'mg', '250 g'],
    ['2.5', 'kg', '2.5 kg'],
  ] as const)('%s %s is written %s', (value, unit, written) => {
    const grams = gramsOf({ value: decimal(value), unit });
    expect(grams && massText(grams)).toBe(written);
  });
});
