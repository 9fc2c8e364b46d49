import { describe, expect, it } from 'vitest';
import { formatRatio, formatTarget, formatValue, reasonWord, REASONS, verdictMark, verdictWord } from '../src/index.ts';
import { A, attested, cell, events, returned } from './world.ts';

const share = (n: number, d: number) =>
  cell({ attestations: [attested(A, '2026Q2')], aggregates: events('it-solved-share', A, '2026Q2', { n, d }) }, [
    'it-solved-share',
    A,
    '2026Q2',
  ]);

describe('a value beside its target', () => {
  it.each([
    [26, 100, '26.0 %', '26.0%'],
    [25, 100, '25.0 %', '25.0%'],
    [2504, 10_000, '25.04 %', '25.04%'],
    [25_000_001, 100_000_000, '25.000001 %', '25.000001%'],
    [250_000_000_001, 1_000_000_000_000, '25.0 % (250000000001/1000000000000)', '25.0% (250000000001/1000000000000)'],
  ])('%d of %d never reads like the limit that it is not', (n, d, en, zh) => {
    expect(formatValue(share(n, d), 'en')).toBe(en);
    expect(formatValue(share(n, d), 'zh')).toBe(zh);
    expect(formatTarget(share(n, d), 'en')).toBe('> 25 %');
  });

  it('99.96 % is not 100 %', () => {
    const returns = [returned('real-name-logistics', A, '2026Q2', { numerator: 2499, denominator: 2500 })];
    expect(formatValue(cell({ returns }, ['real-name-logistics', A, '2026Q2']), 'en')).toBe('99.96 %');
  });

  it('25 among 500 000 people are 0.5 per 10 000', () => {
    const returns = [
      returned('users-population-share', A, '2026Q2', { numerator: 25 }),
      returned('population', A, '2025', { value: 500_000 }),
    ];
    const found = cell({ returns }, ['users-population-share', A, '2026Q2']);
    expect([formatValue(found, 'en'), formatValue(found, 'zh')]).toEqual(['0.5 per 10 000', '0.5/万人']);
    expect([formatTarget(found, 'en'), formatTarget(found, 'zh')]).toEqual(['falling', '下降']);
  });

  it('a count has its own singular, a yes is a word, nothing is a dash', () => {
    const one = cell({ aggregates: events('cases-filed', A, '2026Q2', { n: 1 }) }, ['cases-filed', A, '2026Q2']);
    expect([formatValue(one, 'en'), formatValue(one, 'zh'), formatRatio(one)]).toEqual(['1 case', '1起', '1']);
    const yes = cell({ returns: [returned('transit-hub', A, '2026Q2', { flag: true })] }, ['transit-hub', A, '2026Q2']);
    expect([formatValue(yes, 'zh'), formatTarget(yes, 'zh')]).toEqual(['是', '否']);
    const none = cell({}, ['cases-filed', A, '2026Q2']);
    expect([formatValue(none, 'en'), formatTarget(none, 'en'), formatRatio(none)]).toEqual(['—', '—', '—']);
  });
});

describe('words', () => {
  it('every verdict has a mark of its own', () => {
    const verdicts = ['met', 'missed', 'not-due', 'not-applicable', 'not-assessable', 'information'] as const;
    expect(new Set(verdicts.map(verdictMark)).size).toBe(6);
    expect(verdictWord('missed', 'zh')).toBe('不达标');
  });
  it('no two reasons read alike', () =>
    expect(new Set(REASONS.map((reason) => reasonWord(reason, 'zh'))).size).toBe(7));
});

const mass = (value: number) => ({
  ...cell({}, ['seized-mass', A, '2026Q2']),
  numerator: value,
  value,
});

describe('numbers that are not whole', () => {
  it.each([
    [1648.83121331112, '1648.831克'],
    [0.0015, '0.002克'],
    [0.0004, '0.0004克'],
    [12, '12克'],
  ])('%d g is read as %s: to three decimals, and a trace never as nothing', (value, shown) => {
    expect(formatValue(mass(value), 'zh')).toBe(shown);
    expect(formatRatio(mass(value))).toBe(shown.replace('克', ''));
  });
});
