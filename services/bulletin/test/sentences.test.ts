import { INDICATORS, type Cell, type Lang, type Verdict } from '@duqing/catalogue';
import { describe, expect, test } from 'vitest';
import { assess, type Assessment, type Standing } from '../src/core/assessment.ts';
import { composite, figure, overview, trend, turns, vetoes, weak } from '../src/core/sentences.ts';
import { cellOf, inputOf, QUARTER } from './support.ts';

const SHARE = await cellOf('it-solved-share');
const whole = assess(await inputOf());

function itemOf(id: string) {
  const item = INDICATORS.find((entry) => entry.id === id);
  if (!item) throw new Error(id);
  return item;
}

function standing(cell: Cell, part: Partial<Standing> = {}): Standing {
  return { item: itemOf(cell.indicator), cell, before: undefined, yearBefore: undefined, ...part };
}

function share(numerator: number, denominator: number, part: Partial<Cell> = {}): Cell {
  const verdict: Verdict = numerator * 4 > denominator ? 'met' : 'missed';
  const value = (100 * numerator) / denominator;
  return { ...SHARE, numerator, denominator, value, verdict, reason: null, flags: [], ...part };
}

/** An assessment of these standings only. */
function of(standings: Standing[]): Assessment {
  const by = (verdict: Verdict) => standings.filter(({ cell }) => cell.verdict === verdict);
  return {
    ...whole,
    counted: standings,
    by: {
      met: by('met'),
      missed: by('missed'),
      'not-due': by('not-due'),
      'not-assessable': by('not-assessable'),
      'not-applicable': by('not-applicable'),
      information: [],
    },
    vetoMissed: standings.filter(({ item, cell }) => item.veto && cell.verdict === 'missed'),
    vetoOpen: standings.filter(({ item, cell }) => item.veto && cell.verdict === 'not-assessable'),
  };
}

const both = (say: (lang: Lang) => string): [string, string] => [say('zh'), say('en')];

describe('a charted item in one sentence', () => {
  test.each([
    [
      'above the limit',
      standing(share(26, 100), { before: share(24, 100), yearBefore: share(25, 100) }),
      '利用信息化手段破获毒品案件占比 26.0%（26/100），较上季度+2.0个百分点，同比+1.0个百分点，高于限值（目标 > 25%，达标）。',
      'Drug cases solved with IT support 26.0 % (26/100), +2.0 percentage points on the previous quarter, +1.0 percentage point on the year before, above the limit (target > 25 %: met).',
    ],
    [
      'on the limit is not above it',
      standing(share(25, 100), { before: share(25, 100) }),
      '利用信息化手段破获毒品案件占比 25.0%（25/100），较上季度持平，恰与限值相等（目标 > 25%，不达标）。',
      'Drug cases solved with IT support 25.0 % (25/100), unchanged from the previous quarter, exactly at the limit (target > 25 %: missed).',
    ],
    [
      '25.0 % > 25 % is never shown: digits are added',
      standing(share(2501, 10_000)),
      '利用信息化手段破获毒品案件占比 25.01%（2501/10000），高于限值（目标 > 25%，达标）。',
      'Drug cases solved with IT support 25.01 % (2501/10000), above the limit (target > 25 %: met).',
    ],
    [
      'P07: nothing solved is a dash with its reason, not zero',
      standing(share(0, 1, { numerator: 0, denominator: 0, value: null, verdict: 'not-applicable' })),
      '利用信息化手段破获毒品案件占比：—（本期无发生）。',
      'Drug cases solved with IT support: — (nothing of the kind in the period).',
    ],
  ] as const)('%s', (_, given, zh, en) => {
    expect(both((lang) => trend(given, { lang, history: [] }))).toEqual([zh, en]);
  });

  test.each([
    ['two quarters in a row', ['met'], '连续两个季度达标', 'met for 2 quarters in a row'],
    [
      'an open quarter ends the row',
      ['met', 'not-assessable', 'met'],
      '连续两个季度达标',
      'met for 2 quarters in a row',
    ],
    ['first time on record', ['missed', 'missed'], '有数据以来首次达标', 'met for the first time on record'],
    ['not the first where one quarter is unknown', ['missed', 'not-assessable'], '', ''],
    ['nothing before', [], '', ''],
  ] as const)('for how long: %s', (_, past, zh, en) => {
    const periods = ['2026Q2', '2026Q1', '2025Q4'];
    const history = past.map((verdict, index) => share(26, 100, { verdict, period: periods[index] ?? '' }));
    const [inChinese, inEnglish] = both((lang) => trend(standing(share(26, 100)), { lang, history }));
    expect(inChinese.includes('首次') || inChinese.includes('连续')).toBe(zh !== '');
    expect(inChinese).toContain(zh);
    expect(inEnglish).toContain(en);
  });
});

describe('the headline', () => {
  const met = standing(share(26, 100));
  const missed = standing(share(24, 100), { before: share(26, 100) });
  const open = standing(share(24, 100, { verdict: 'not-assessable', reason: 'feed-unattested' }));

  test('counts what is met, missed and open', () => {
    expect(both((lang) => overview(of([met, missed, missed, open]), { quarter: QUARTER, lang }))).toEqual([
      '2026年第三季度，全市有目标的指标共 4 项：达标 1 项，不达标 2 项，无法评估 1 项。',
      "Q3 2026: of the city's 4 indicators with a target 1 met, 2 missed, 1 not assessable.",
    ]);
  });

  test('nothing judged is not good news', () => {
    const [zh, en] = both((lang) => overview(of([open]), { quarter: QUARTER, lang }));
    expect(zh).toContain('没有一项可以评估，不能据此认为情况良好');
    expect(en).toContain('does not mean that all is well');
  });

  test('turns are named, nothing is said where nothing turned', () => {
    const none = { ...whole, newlyMissed: [], stillMissed: [], turnedMet: [] };
    expect(turns(none, 'zh')).toEqual([]);
    expect(turns({ ...none, newlyMissed: [missed] }, 'zh')).toEqual([
      '较上季度新增不达标 1 项：利用信息化手段破获毒品案件占比。',
    ]);
    expect(turns({ ...none, stillMissed: [missed] }, 'en')).toEqual([
      'Missed for two quarters in a row (1): Drug cases solved with IT support.',
    ]);
  });

  test.each(['zh', 'en'] as const)('no veto is said to be none while one is open (%s)', async (lang) => {
    const veto = await cellOf('zero-manufacturing', { value: 0, numerator: 0, verdict: 'met', reason: null });
    const silent: Cell = {
      ...veto,
      value: null,
      numerator: null,
      verdict: 'not-assessable',
      reason: 'feed-unattested',
    };
    const broken: Cell = { ...veto, value: 1, numerator: 1, verdict: 'missed' };
    const none = vetoes(of([standing(veto)]), lang);
    expect(none).toMatch(lang === 'zh' ? /^1 项一票否决指标均未发生。$/ : /^None of the 1 veto items occurred\.$/);
    expect(vetoes(of([standing(veto), standing(silent)]), lang)).toMatch(
      lang === 'zh' ? /^有 1 项.*不能视为未发生。$/ : /^1 veto item cannot be judged yet/,
    );
    expect(vetoes(of([standing(broken), standing(silent)]), lang)).toMatch(
      lang === 'zh' ? /^出现一票否决情形 1 项：.*。另有 1 项/ : /^1 veto item is missed: .*\. 1 more veto item cannot/,
    );
  });

  test('the own count is labelled and has its range', () => {
    const cell = whole.composite;
    expect(cell?.composite).toBeDefined();
    if (!cell?.composite) return;
    const given: Cell = {
      ...cell,
      value: 9,
      verdict: 'not-assessable',
      composite: { ...cell.composite, range: [9, 14], toMend: 0 },
    };
    const [zh, en] = both((lang) => composite(given, lang));
    expect(zh).toMatch(
      /^内部测算不达标 9 条，计入无法评估的项目为 9–14 条（目标 ≤ 10条，无法评估）。此为内部测算，非省级评估结果。$/,
    );
    expect(en).toMatch(/^By our own count 9 items fail, 9 to 14 with .*not the province's assessment\.$/);
  });

  test('weak evidence is said, in the singular too', () => {
    const one = standing(share(26, 100, { evidence: 'weak' }));
    expect(weak(of([one]), 'en')).toEqual([
      '1 of these verdicts rests on weak evidence (small or incomplete figures).',
    ]);
    expect(weak(of([standing(share(26, 100, { evidence: 'strong' }))]), 'zh')).toEqual([]);
  });

  test('a figure with its parts and target', () => {
    expect(figure(met, 'zh')).toBe('利用信息化手段破获毒品案件占比 26.0%（26/100，目标 > 25%）');
  });
});
