import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { glossary, glossaryMarkdown, INDICATORS } from '../src/index.ts';

describe.each(['zh', 'en'] as const)('the glossary in %s', (lang) => {
  it('is the committed document (DUQING_UPDATE=1 writes it anew)', () => {
    const file = new URL(`../../../docs/glossary.${lang}.md`, import.meta.url);
    if (process.env['DUQING_UPDATE'] === '1') writeFileSync(file, glossaryMarkdown(lang));
    expect(readFileSync(file, 'utf8')).toBe(glossaryMarkdown(lang));
  });

  it('says of every entry what it is, where it comes from, when and by whom', () => {
    expect(glossary(lang)).toHaveLength(INDICATORS.length);
    const silent = glossary(lang).filter((entry) => Object.values({ ...entry, clause: '-' }).includes(''));
    expect(silent).toEqual([]);
  });
});

describe('one entry', () => {
  it('reads as an official would write it', () =>
    expect(glossary('zh').find(({ id }) => id === 'it-solved-share')).toEqual({
      id: 'it-solved-share',
      clause: '(六)',
      group: '毒情监测',
      name: '利用信息化手段破获毒品案件占比',
      numerator: '运用信息化手段破获的毒品犯罪案件数',
      denominator: '破获的毒品犯罪案件总数',
      unit: '%',
      target: '> 25%',
      basis: '文本',
      source: '案件',
      due: '期末',
      department: '公安',
    }));
  it('limits by level name both', () =>
    expect(glossary('en').find(({ id }) => id === 'provincial-failing-items')?.target).toBe(
      '≤ 10 items for the city, < 3 items for a county',
    ));
});
