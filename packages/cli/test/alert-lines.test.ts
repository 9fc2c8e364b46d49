import type { AlertView } from '@duqing/warehouse';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { alertLines } from '../src/commands/alerts.ts';

const LONG =
  '云麓市（990100）2026年第一季度 综合评估不达标条数：内部测算（非省级结果）不达标29条，连同无法判定的至多31条；要求不超过10条';

function alert(given: Partial<AlertView>): AlertView {
  const short = { zh: LONG, en: `Yunlu City (990100): ${'29 items are missed, '.repeat(8)}31 at most` };
  return {
    severity: 'critical',
    state: 'firing',
    since: '2026-10-05T08:00:00.000+08:00',
    short,
    ...given,
  } as AlertView;
}

test.each(['zh', 'en'] as const)(
  '%s: what an alert says is broken into lines of 100 columns and nothing of it cut',
  (lang) => {
    const text = alertLines([alert({})], lang);
    expect(text.split('\n').every((line) => stringWidth(line) <= 100)).toBe(true);
    const whole = text.replaceAll(/\s+/g, '');
    expect(whole).toContain(alert({}).short[lang].replaceAll(/\s+/g, ''));
  },
);

test('the gravest stand first, the state in the reader’s language', () => {
  const text = alertLines([alert({ severity: 'info', state: 'pending' }), alert({})], 'zh');
  expect(text.split('\n')[0]).toMatch(/^!! 2026-10-05 预警中 {2}云麓市/);
  expect(text).toMatch(/^ i 2026-10-05 待确认/m);
});
