import type { Triangle, TrianglePoint } from '@duqing/indicators';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { triangleSvg } from '../src/render/triangle-svg.ts';
import { triangleCsv, triangleTable } from '../src/render/triangle-text.ts';

const names = { lang: 'zh' as const, nameOf: () => '破案<率>', areaOf: () => '甲县', simulated: true };

function point(value: number | null): TrianglePoint {
  return {
    value,
    numerator: value,
    denominator: null,
    verdict: value === null ? 'not-assessable' : 'met',
    reason: null,
    stage: 'final',
  };
}

function triangle(columns: number): Triangle {
  const asOf = Array.from(
    { length: columns },
    (_, index) => Date.parse('2026-01-31T15:59:59.999Z') + index * 30 * 86_400_000,
  );
  const rows = [
    { period: '2025Q4', points: asOf.map((_, index) => point(index === 0 ? 25 : 31.25)) },
    { period: '2026Q1', points: asOf.map((_, index) => (index === 0 ? null : point(null))) },
  ];
  return { indicator: 'it-solved-share', region: '990101', unit: '%', asOf, rows };
}

describe('triangleTable', () => {
  it('fits 100 columns however many moments there are', () => {
    for (const line of triangleTable(triangle(20), names).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(100);
  });

  it('marks only what was revised, and what is not known as such', () => {
    const text = triangleTable(triangle(3), names);
    expect(text.match(/31\.3%✓\*/g)).toHaveLength(1);
    expect(text).toContain('—?');
  });
});

describe('triangleCsv', () => {
  it('has bare numbers, empty where nothing was known', () => {
    const [head, first, second] = triangleCsv(triangle(2)).split('\n');
    expect(head?.startsWith('period,2026-01-31,')).toBe(true);
    expect([first, second]).toEqual(['2025Q4,25,31.25', '2026Q1,,']);
  });
});

describe('triangleSvg', () => {
  it('is the same for the same triangle, marks revisions, says what is simulated and escapes names', () => {
    const svg = triangleSvg(triangle(3), names);
    expect(svg).toBe(triangleSvg(triangle(3), names));
    expect(svg.match(/stroke-width="2"/g)).toHaveLength(1);
    expect(svg).toContain('破案&lt;率&gt;');
    expect(svg).toContain('模拟数据');
  });
});
