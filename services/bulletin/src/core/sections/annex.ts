import { glossary, verdictMark, verdictWord, type Verdict } from '@duqing/catalogue';
import type { Block, BulletinInput, Entry } from '../types.ts';

const VERDICTS: Verdict[] = ['met', 'missed', 'not-due', 'not-applicable', 'not-assessable', 'information'];

/** Method and glossary: what a reader needs to check a figure without asking us. */
export function annex({ lang, calendar, catalogue, audience }: BulletinInput): Block[] {
  const isZh = lang === 'zh';
  const known = new Set(catalogue.map(({ id }) => id));
  const entries = glossary(lang).filter(({ id }) => known.has(id));
  const heads = isZh
    ? ['指标', '释义', '分母', '目标', '依据', '来源', '责任部门']
    : ['Indicator', 'Definition', 'Denominator', 'Target', 'Basis', 'Source', 'Department'];
  const rows = entries.map((entry): Entry[] => [
    { text: entry.name, sub: entry.clause },
    { text: entry.numerator },
    { text: entry.denominator ?? '—' },
    { text: entry.target },
    { text: entry.basis },
    { text: entry.source },
    { text: entry.department },
  ]);
  return [
    { kind: 'heading', id: 'method', annex: true, text: isZh ? '附件一 方法' : 'Annex 1. Method' },
    { kind: 'list', items: (isZh ? methodZh(calendar) : methodEn(calendar)).filter((text) => isFor(audience, text)) },
    { kind: 'heading', id: 'glossary', annex: true, text: isZh ? '附件二 指标释义' : 'Annex 2. Glossary' },
    { kind: 'table', caption: isZh ? '指标释义' : 'Glossary of indicators', heads, rows, empty: '', small: true },
  ];
}

/** The own count is not in public editions, nor is what it means. */
function isFor(audience: BulletinInput['audience'], text: string): boolean {
  return audience !== 'public' || !/^(?:内部测算|The own count)/.test(text);
}

function marks(lang: 'zh' | 'en'): string {
  return VERDICTS.map((verdict) => `${verdictMark(verdict)} ${verdictWord(verdict, lang)}`).join(
    lang === 'zh' ? '，' : ', ',
  );
}

function methodZh({ returnsDueDays, provisionalDays }: BulletinInput['calendar']): string[] {
  return [
    '依据：某市禁毒工作文件征求意见稿（2018年6月6日）现存部分，止于第（八）节，其附件细则未见；未定之处由本系统设定，并在附件二“依据”栏注明。',
    `结论标记：${marks('zh')}。结论由原始整数和精确小数判定，与显示位数无关。`,
    '没有上报不等于零：零案件须由该地区逐季确认数据完整后才成立，否则为无法评估。',
    '全市比率为各单位分子之和除以分母之和，不是各地比率的平均。',
    '同比：与上年同期比较，百分比指标用百分点，其余用绝对数和百分比；基数低于5时不计百分比。',
    '“依据不足”指按95%置信区间不能排除偶然，或数据未确认完整。',
    '内部测算不达标条数是本系统的早期信号，不是省级评估结果；范围的上限计入无法评估的项目。',
    `报表于期末后 ${returnsDueDays} 日内报送，初步版于期末后 ${provisionalDays} 日内发布；季度以北京时间计。`,
  ];
}

function methodEn({ returnsDueDays, provisionalDays }: BulletinInput['calendar']): string[] {
  return [
    "Source: the part we have of a city's consultation draft of 2018-06-06, cut off in its section (八), without its annexed rules. What it leaves open is our own default and marked so in annex 2.",
    `Verdicts: ${marks('en')}. They are decided on integers and exact decimals, whatever number of digits is shown.`,
    'Silence is not zero: no case counts as zero only where the area has attested its records as complete, quarter by quarter; otherwise it cannot be assessed.',
    "A city's rate is the sum of its units' numerators over the sum of their denominators, never a mean of their rates.",
    'On the year: against the same period one year before; percents in percentage points, other figures in units and percent; no percent over a base below 5.',
    '"Weak evidence": chance cannot be ruled out at 95 %, or the records are not attested.',
    "The own count of failing items is an early sign, never the province's figure; the upper end of its range holds what cannot be assessed.",
    `Returns are due ${returnsDueDays} days after the period, the provisional edition ${provisionalDays} days after the quarter; quarters are of Beijing time.`,
  ];
}
