import { ALERT_KINDS, kindName } from '@duqing/alerts';
import { CATEGORIES, METHODS } from '@duqing/events';
import { expect, test } from 'vitest';
import { codeWords } from '../src/codes.ts';
import { literal } from '../src/sql.ts';

test.each([
  ['categories', 'category', CATEGORIES],
  ['methods', 'method', METHODS],
  ['kinds of alerts', 'alert', ALERT_KINDS],
] as const)('all %s of the contract have words', (_name, list, codes) => {
  const sql = codeWords('code', list, 'zh');
  expect(codes.filter((code) => !sql.includes(literal(code)))).toEqual([]);
});

test('kinds of alerts are named as the alerts name them', () => {
  for (const lang of ['zh', 'en'] as const) {
    const sql = codeWords('code', 'alert', lang);
    expect(ALERT_KINDS.filter((kind) => !sql.includes(literal(kindName(kind)[lang])))).toEqual([]);
  }
});
