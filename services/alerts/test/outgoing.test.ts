import { expect, test } from 'vitest';
import { grouped, outgoing, type Due } from '../src/core/outgoing.ts';
import { letter } from './support/builders.ts';

const areas = new Map([['990102', { zh: '甲县', en: 'County A' }]]);
const due: Due = letter({ ref: 'f'.repeat(64), page: 'f'.repeat(64) });
const base = 'http://duqing.example';
const say = (one: Partial<Due>) => outgoing([{ ...due, ...one }], { areas, base }).text;

test('one notice: kind, area, count, link', () => {
  expect(say({})).toEqual({
    zh: `【预警】甲县（990102）目标未达1项 ${base}/alerts/${due.page}`,
    en: `WARNING County A (990102): target missed, 1 ${base}/alerts/${due.page}`,
  });
});

test.each([
  'minors-share',
  'zero-student-drug-cases',
  'minors-survey-report',
  'intelligence-conversion',
  'public-tips',
])('%s: outside only "see the page"', (indicator) => {
  expect(say({ indicator }).zh).toBe(`详见页面 ${base}/alerts/${due.page}`);
  expect(say({ indicator }).en).not.toMatch(/County|minor|intelligence/);
});

test('made-up data and recalls say so', () => {
  expect(say({ simulated: true }).zh).toContain('模拟数据');
  expect(say({ sort: 'recall' }).zh).toContain('【更正】');
});

test('many of one kind for one post are one message, critical ones never', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    ...due,
    ref: `t-${index}`,
    region: `99010${index % 3}`,
  }));
  expect(grouped(many).map((all) => all.length)).toEqual([30]);
  const [first, ...rest] = many;
  if (!first) throw new Error('none');
  expect(outgoing([first, ...rest], { areas, base }).text.zh).toBe(
    `【预警】3地目标未达30项 ${base}/alerts?kind=target-missed`,
  );
  expect(grouped(many.slice(0, 5))).toHaveLength(5);
  expect(grouped(many.map((one) => ({ ...one, severity: 'critical' as const })))).toHaveLength(30);
});

test('what the night or a budget held is one message that says so, by kind and sort; sensitive ones are only counted', () => {
  const night = [
    { ...due, held: 'quiet' as const },
    { ...due, held: 'quiet' as const, sort: 'resolved' as const },
    { ...due, held: 'quiet' as const, kind: 'trend', region: '990103' },
    { ...due, held: 'quiet' as const, indicator: 'minors-share' },
  ];
  expect(grouped(night)).toHaveLength(1);
  const [first, ...rest] = night;
  if (!first) throw new Error('none');
  const { text } = outgoing([first, ...rest], { areas, base });
  expect(text.zh).toBe(
    `【静默时段汇总】2地目标未达1项、【结束】目标未达1项、趋势未达1项；另有1项详见页面 ${base}/alerts`,
  );
  expect(text.en).not.toContain('minors');
  expect(outgoing([{ ...first, held: 'budget' }], { areas, base }).text.zh).toContain('超出本周预算');
});

test('a group of hundreds has a short id, the same at every try', () => {
  const many = Array.from({ length: 400 }, (_, index) => ({ ...due, ref: `${index}`.padStart(64, '0') }));
  const [first, ...rest] = many;
  if (!first) throw new Error('none');
  const { id } = outgoing([first, ...rest], { areas, base });
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(outgoing([first, ...rest], { areas, base }).id).toBe(id);
});
