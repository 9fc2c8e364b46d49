import { describe, expect, it } from 'vitest';
import {
  decimal,
  gramsOf,
  heroinEquivalentOf,
  heroinRatio,
  isBaseline,
  massText,
  parsePurity,
  pureGramsOf,
  substance,
  substanceByName,
  SUBSTANCES,
  thresholdOf,
  toText,
} from '../src/index.ts';
import { namesOf } from '../src/lookup.ts';

const moment = { day: '2026-05-03', asOf: Date.parse('2026-07-20T00:00:00+08:00') };
const text = (value: ReturnType<typeof heroinRatio>) => value && toText(value);

describe('the substance table', () => {
  it('has the codes that events name', () => {
    const codes =
      'heroin methamphetamine opium cocaine mdma morphine fentanyl methcathinone ketamine methadone tramadol ghb codeine ' +
      'cannabis-herb cannabis-resin cannabis-oil cannabis-plant opium-poppy other';
    expect(codes.split(' ').filter((code) => substance(code) === undefined)).toEqual([]);
  });

  it('is sorted by code, each code once', () => {
    const codes = SUBSTANCES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('no name, synonym or code means two substances', () => {
    const wrong = SUBSTANCES.flatMap((entry) => namesOf(entry).filter((name) => substanceByName(name) !== entry));
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
  ])('%j means %s', (name, code) => expect(substanceByName(name)?.code).toBe(code));

  it.each(['', '　', 'aspirin', 'heroin?', '__proto__'])('%j means none', (name) =>
    expect(substanceByName(name)).toBeUndefined(),
  );

  it.each([
    ['heroin', true],
    ['ketamine', true],
    ['etomidate', false],
    ['other', false],
    ['unheard-of', false],
  ])('%s on the baseline list: %s', (code, known) => expect(isBaseline(code)).toBe(known));
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
  ])('one gram of %s: %s g', (code, ratio) => expect(text(heroinRatio(code, moment))).toBe(ratio));

  it('is rounded at nine places where it has no end: 50 g of 150 kg', () =>
    expect(text(heroinRatio('cannabis-herb', moment))).toBe('0.000333333'));

  it.each(['cannabis-plant', 'opium-poppy', 'other', 'unheard-of'])('%s has none: null, not 0', (code) => {
    expect(heroinRatio(code, moment)).toBeNull();
    expect(heroinEquivalentOf(code, decimal('5'), moment)).toBeNull();
  });

  it('multiplies exactly: 250 g of ketamine are 25 g', () =>
    expect(text(heroinEquivalentOf('ketamine', decimal('250'), moment))).toBe('25'));

  it('names its source', () => {
    expect(thresholdOf('ketamine', moment)?.source).toContain('法释〔2016〕8号');
    expect(thresholdOf('heroin', moment)?.source).toContain('347');
  });

  it('days before the first table read the first', () =>
    expect(text(heroinRatio('ketamine', { ...moment, day: '2010-01-01' }))).toBe('0.1'));
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
    expect(text(pure)).toBe('78');
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
