import { foldStates } from '@duqing/warehouse';
import { expect, test } from 'vitest';
import { KINDS } from '../src/core/kinds/index.ts';
import { ALERT_KINDS } from '../src/core/types.ts';
import { SCENARIOS } from './scenarios.ts';
import { run } from './support/builders.ts';

test('every kind has a scenario and an entry under its own name', () => {
  expect(Object.keys(SCENARIOS).sort()).toEqual([...ALERT_KINDS].sort());
  for (const kind of ALERT_KINDS) expect(KINDS[kind].kind).toBe(kind);
});

test.each(ALERT_KINDS)('%s: silent just before, fires once, full text, ends', async (kind) => {
  const { key, before, fires, severity, ends, recall } = SCENARIOS[kind];
  const rows = (count: number) =>
    run([before, ...fires, ...ends].slice(0, count))
      .flat()
      .filter((row) => row.key === key);

  expect(foldStates(rows(1)).filter(({ state }) => state === 'firing')).toEqual([]);
  const [fired] = foldStates(rows(1 + fires.length));
  expect(fired).toMatchObject({ kind, key, severity, state: 'firing' });
  expect(fired?.notices.map((notice) => notice.kind)).toEqual(['notice']);
  const [ended] = foldStates(rows(1 + fires.length + ends.length));
  expect(ended?.state).toBe('resolved');
  expect(ended?.notices.map((notice) => notice.kind)).toEqual(['notice', recall ? 'recall' : 'resolved']);

  const texts = (ended?.notices ?? []).flatMap(({ text }) => [text.zh, text.en]);
  for (const text of texts) expect(text).not.toMatch(/undefined|NaN|null|\[object/);
  await expect(`${texts.join('\n')}\n`).toMatchFileSnapshot(`golden/${kind}.txt`);
});
