import { describe, expect, it } from 'vitest';
import { findPersonalData, maskPersonalData } from '../src/index.ts';

/** Made up: area 000000 does not exist; the cards are public test numbers. */
describe('what must match', () => {
  it.each([
    ['000000199001011234', 'id-number'],
    ['00000019900101123X', 'id-number'],
    ['00000019900101123x', 'id-number'],
    ['编号000000199001011234号', 'id-number'],
    ['case/000000199001011234', 'id-number'],
    ['000000900101123', 'id-number'],
    ['13800000000', 'mobile-number'],
    ['tel:13800000000.', 'mobile-number'],
    ['4111111111111111', 'bank-card'],
    ['6200000000000000000', 'bank-card'],
  ])('%s', (text, kind) => expect(findPersonalData(text).map((find) => find.kind)).toEqual([kind]));
});

describe('what must not match', () => {
  it.each([
    ['an area and a running number', '330782-2026-0001'],
    ['a revisioned return', '330782/lost-contact-rate/2026Q2'],
    ['a month that does not exist', '000000199013011230'],
    ['a day that does not exist', '000000199002301234'],
    ['a 15-digit run without a date', '000000901301123'],
    ['an 11-digit run that is no mobile number', '12800000000'],
    ['a 16-digit run that fails the check', '4111111111111112'],
    ['a hash that holds digits', 'a13800000000b'],
    ['a moment', '2026-05-20T16:30:00+08:00'],
    ['a longer run', '13800000000138000000001'],
  ])('%s', (_what, text) => expect(findPersonalData(text)).toEqual([]));
});

describe('masking', () => {
  it('keeps length and all else, for several finds', () => {
    const text = '甲 13800000000, 乙 000000199001011234 丙';
    expect(maskPersonalData(text)).toBe('甲 ***********, 乙 ****************** 丙');
  });
  it('leaves a clean text as it is', () => expect(maskPersonalData('330782-2026-0001')).toBe('330782-2026-0001'));
});
