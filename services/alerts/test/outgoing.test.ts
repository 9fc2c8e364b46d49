import { expect, test } from 'vitest';
import { grouped, outgoing, type Due } from '../src/core/outgoing.ts';

const areas = new Map([['990102', { zh: '甲县', en: 'County A' }]]);
const due: Due = {
  transitionId: 'f'.repeat(64),
  role: 'commander',
  kind: 'target-missed',
  sent: 'notice',
  severity: 'warning',
  indicator: 'it-solved-share',
  region: '990102',
  simulated: false,
};
const base = 'http://duqing.example';
const say = (one: Partial<Due>) => outgoing([{ ...due, ...one }], { areas, base }).text;

test('one notice: kind, area, count, link', () => {
  expect(say({})).toEqual({
    zh: `【预警】甲县（990102）目标未达1项 ${base}/alerts/${due.transitionId}`,
    en: `WARNING County A (990102): target missed, 1 ${base}/alerts/${due.transitionId}`,
  });
});

test.each([
  'minors-share',
  'zero-student-drug-cases',
  'minors-survey-report',
  'intelligence-conversion',
  'public-tips',
])('%s: outside only "see the page"', (indicator) => {
  expect(say({ indicator }).zh).toBe(`详见页面 ${base}/alerts/${due.transitionId}`);
  expect(say({ indicator }).en).not.toMatch(/County|minor|intelligence/);
});

test('made-up data and recalls say so', () => {
  expect(say({ simulated: true }).zh).toContain('模拟数据');
  expect(say({ sent: 'recall' }).zh).toContain('【更正】');
});

test('many of one kind for one post are one message, critical ones never', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    ...due,
    transitionId: `t-${index}`,
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
