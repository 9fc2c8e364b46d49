import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  decimal,
  gramsOf,
  massText,
  multiply,
  pureGramsOf,
  toText,
  totals,
  type Unit,
} from '../src/index.ts';

const of = (value: string | number, unit: Unit) => ({ value: decimal(value), unit });
const text = (value: ReturnType<typeof gramsOf>) => value && toText(value);

describe('decimals', () => {
  it.each([
    ['120.50', '120.5'],
    ['6.6138678600000001E-4', '0.00066138678600000001'],
    ['1.5e3', '1500'],
    ['-0.5', '-0.5'],
    ['0.000', '0'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
  ])('%j reads as %s', (input, expected) => expect(toText(decimal(input))).toBe(expected));

  it.each(['', '  ', '　', 'NaN', '1,000', '0x10', '.5', '5.', '１'])('%j is refused, never 0', (input) =>
    expect(() => decimal(input)).toThrow(RangeError),
  );
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is refused', (input) =>
    expect(() => decimal(input)).toThrow(RangeError),
  );

  it('0.1 + 0.2 is 0.3', () => expect(toText(add(decimal('0.1'), decimal('0.2')))).toBe('0.3'));

  it('a sum does not depend on order', () => {
    const amount = fc
      .tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.nat(12))
      .map(([units, scale]) => ({ units, scale }));
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), (amounts) => {
        const sum = (list: typeof amounts) => toText(list.reduce(add, decimal('0')));
        expect(sum(amounts.toReversed())).toBe(sum(amounts));
      }),
    );
  });

  it('compares exactly where numbers would not', () => {
    expect(compare(decimal('25.00000000000000000001'), decimal('25'))).toBe(1);
    expect(compare(decimal('25.0'), decimal('25'))).toBe(0);
    expect(compare(decimal('-1'), decimal('0'))).toBe(-1);
  });
});

describe('quantities', () => {
  it.each([
    ['250', 'g', '250'],
    ['2', 'kg', '2000'],
    ['500', 'mg', '0.5'],
    ['20', 'tablet', null],
    ['3', 'l', null],
    ['7', 'plant', null],
  ] as const)('%s %s is %s g', (value, unit, grams) => expect(text(gramsOf(of(value, unit)))).toBe(grams));

  it('100 g at 0.78 has 78 g pure, once', () => expect(text(pureGramsOf(of('100', 'g'), 0.78))).toBe('78'));
  it.each([78, -0.1, 1.01, Number.NaN])('a purity of %d is refused', (purity) =>
    expect(() => pureGramsOf(of('100', 'g'), purity)).toThrow(RangeError),
  );

  it('unlike units stay apart, and what was not given is not 0', () => {
    const sums = totals([of('1', 'kg'), of('250', 'mg'), of('20', 'tablet'), of('5', 'tablet')]);
    expect([...sums].map(([dimension, sum]) => [dimension, toText(sum)])).toEqual([
      ['mass', '1000.25'],
      ['tablets', '25'],
    ]);
  });

  it.each([
    ['250', '250 g'],
    ['999.9', '999.9 g'],
    ['1000', '1 kg'],
    ['1234.5', '1.2345 kg'],
  ])('%s g is written %s', (grams, expected) => expect(massText(decimal(grams))).toBe(expected));

  it('pounds convert by one exact factor', () =>
    expect(toText(multiply(decimal('18043.372'), decimal('0.45359237')))).toBe('8184.33586827164'));
});
