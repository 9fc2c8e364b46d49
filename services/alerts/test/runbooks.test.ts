import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { KINDS } from '../src/core/kinds/index.ts';
import { runbookOf } from '../src/core/text/compose.ts';
import { ALERT_KINDS } from '../src/core/types.ts';

test.each(ALERT_KINDS)('%s has its runbook, under the names that notices use', async (kind) => {
  const text = await readFile(new URL(`../../../${runbookOf(kind)}`, import.meta.url), 'utf8');
  const { name } = KINDS[kind];
  expect(text.split('\n')[0]?.toLowerCase()).toBe(`# ${name.zh} · ${name.en} (\`${kind}\`)`.toLowerCase());
});
