import { expect, it } from 'vitest';
import { wholeTarget } from '../src/index.ts';

it.each([
  ['it-solved-share@county', '35', '>35'],
  ['it-solved-share@county', '>=', '>=25'],
  ['it-solved-share@county', '>=30', '>=30'],
  ['minors-share@city', 'not-rising', 'not-rising'],
  ['it-solved-share@330782', '无|none', '无|none'],
  ['drug-use.x', '35', '35'],
])('a line of a target is shown with what the catalogue adds: %s = %s', (key, text, whole) => {
  expect(wholeTarget(key, text)).toBe(whole);
});
