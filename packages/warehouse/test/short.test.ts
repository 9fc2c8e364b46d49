import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shortText } from '../src/alerts/short.ts';

const GOLDEN = new URL('../../../services/alerts/test/golden/', import.meta.url);
const files = readdirSync(GOLDEN);

test.each(files)('%s: the short form says where and what, not since when, what to do, who is told', (file) => {
  const [zh = '', en = '', endZh = '', endEn = ''] = readFileSync(new URL(file, GOLDEN), 'utf8').split('\n');
  for (const text of [shortText({ zh, en }), shortText({ zh: endZh, en: endEn })]) {
    expect(text.zh).toMatch(/^[^ ]+（9901\d\d）/);
    expect(text.en).toMatch(/^[^(]+\(9901\d\d\)/);
    expect(text.zh).not.toMatch(/处置：|同时告知|【|起的预警结束/);
    expect(text.en).not.toMatch(/to do:|; told:|\[|ends the alert/);
    expect(text.zh.length).toBeGreaterThan(15);
    expect(text.zh.length).toBeLessThan(zh.length);
  }
});

test('a text of another make stays as it is', () => {
  expect(shortText({ zh: '不达标', en: 'missed' })).toEqual({ zh: '不达标', en: 'missed' });
});
