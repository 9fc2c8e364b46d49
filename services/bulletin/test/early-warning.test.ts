import type { AlertView, SignalReport, SignalView } from '@duqing/warehouse';
import { expect, test } from 'vitest';
import { earlyWarning } from '../src/core/sections/early-warning.ts';
import type { Block, BulletinInput } from '../src/core/types.ts';
import { inputOf } from './support.ts';

const KEY = 'early-warning/cases/trafficking/990102';
const told: AlertView = {
  kind: 'early-warning',
  key: KEY,
  severity: 'info',
  indicator: null,
  region: '990102',
  period: '2026-W34',
  state: 'firing',
  since: '2026-08-24T09:00:00+08:00',
  notices: [
    {
      number: 1,
      at: '2026-08-24T09:00:00+08:00',
      kind: 'notice',
      text: {
        zh: '【提示】松溪区（990102）2026年第34周 周计数异常：贩卖、运输毒品案件2026-08-17至2026-08-23共14起，预期3.6起，警戒限6.7起；EARS C2法；自2026-08-24 09:00起。',
        en: 'INFO Songxi District (990102), week 34 of 2026, early warning: 14 trafficking cases from 2026-08-17 to 2026-08-23, expected 3.6, limit 6.7; EARS C2; since 2026-08-24 09:00.',
      },
    },
  ],
  text: { zh: '', en: '' },
  short: { zh: '', en: '' },
  simulated: true,
};
const report = (given: Partial<SignalReport> = {}): SignalReport => ({
  week: '2026-W44',
  signals: [],
  blind: [],
  feeds: 24,
  ...given,
});

async function said(given: Partial<BulletinInput>): Promise<string> {
  return linesOf(earlyWarning(await inputOf(given))).join('\n');
}

function linesOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return [block.text];
    return block.kind === 'table' ? block.rows.map((row) => row.map(({ text }) => text).join(' | ')) : [];
  });
}

test('a week of the quarter with what is counted, where, and what became of it', async () => {
  const assessment = { act: 'pass-on' } as SignalView['assessment'];
  const signals = report({ signals: [{ key: KEY, assessment } as SignalView] });
  expect(await said({ alerts: [told], signals })).toBe(
    '周计数异常（早期预警）：本季度各周共提示 1 项，均先由分析岗研判。\n贩卖、运输毒品案件2026-08-17至2026-08-23共14起，预期3.6起，警戒限6.7起 | 松溪区 | 2026年第34周 | 已转报',
  );
  const ended: AlertView = {
    ...told,
    state: 'resolved',
    notices: [...told.notices, { ...told.notices[0]!, kind: 'recall' }],
  };
  expect(await said({ alerts: [ended], signals: report(), lang: 'en' })).toContain(
    '14 trafficking cases from 2026-08-17 to 2026-08-23, expected 3.6, limit 6.7 | Songxi District | week 34 of 2026 | recalled',
  );
  expect(await said({ alerts: [told], signals: report() })).toContain('待研判');
});

test.each([
  ['2026-W27', true],
  ['2026-W40', true],
  ['2026-W26', false],
  ['2026-W41', false],
])('%s touches the quarter: %s', async (period, isIn) => {
  expect((await said({ alerts: [{ ...told, period }], signals: report() })).includes('松溪区')).toBe(isIn);
});

test('feeds of which nothing can be said are no all-clear; where all can be judged there is no such line', async () => {
  const blind = [{ region: '990103', feed: 'cases', through: null }] as const;
  expect(await said({ signals: report({ blind: [...blind] }) })).toBe(
    '周计数异常（早期预警）：本季度各周没有超过警戒限的提示。\n截至数据截止时刻，24 路数据中有 1 路因已确认的周太少无法判断；对这些数据，没有提示不等于正常。',
  );
  expect(await said({ signals: report() })).not.toContain('无法判断');
});

test('a public edition holds none, a county’s only its own and the city’s', async () => {
  expect(await said({ alerts: [told], signals: report(), audience: 'public' })).toBe('');
  const focus = { code: '990103', name: { zh: '石桥区', en: 'Shiqiao District' } };
  expect(await said({ alerts: [told], signals: report(), audience: 'county:990103', focus })).not.toContain('松溪区');
});
