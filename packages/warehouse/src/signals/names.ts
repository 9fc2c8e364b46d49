import type { Substances } from '@duqing/substances';
import type { SeriesKey } from './types.ts';

type Text = { zh: string; en: string };

const CATEGORY_NAMES: Readonly<Record<string, Text>> = {
  trafficking: { zh: '贩卖、运输毒品案件', en: 'trafficking cases' },
  smuggling: { zh: '走私毒品案件', en: 'smuggling cases' },
  manufacturing: { zh: '制造毒品案件', en: 'manufacturing cases' },
  'precursor-manufacturing': { zh: '制造制毒物品案件', en: 'precursor manufacturing cases' },
  'precursor-trafficking': { zh: '买卖制毒物品案件', en: 'precursor trafficking cases' },
  'precursor-diversion': { zh: '制毒物品流失案件', en: 'precursor diversion cases' },
  'medicine-diversion': { zh: '麻精药品流失案件', en: 'medicine diversion cases' },
  cultivation: { zh: '非法种植毒品原植物案件', en: 'cultivation cases' },
  possession: { zh: '非法持有毒品案件', en: 'possession cases' },
  harbouring: { zh: '容留他人吸毒案件', en: 'harbouring cases' },
  'inducing-use': { zh: '引诱、教唆、欺骗、强迫他人吸毒案件', en: 'cases of inducing others to use' },
  'drug-use': { zh: '吸毒案件', en: 'drug use cases' },
  'drug-driving': { zh: '毒驾案件', en: 'drug driving cases' },
  'user-incident': { zh: '吸毒人员肇事肇祸案件', en: 'incidents caused by users' },
  other: { zh: '其他涉毒案件', en: 'other cases' },
};

/** What a series counts, in words; a code without a name is shown as it is. */
export function seriesName({ measure, code }: Pick<SeriesKey, 'measure' | 'code'>, table: Substances): Text {
  if (measure === 'cases') return CATEGORY_NAMES[code] ?? { zh: `${code}案件`, en: `${code} cases` };
  const name = table.nameOf(code) ?? { zh: code, en: code };
  return { zh: `查获${name.zh}起数`, en: `seizures of ${name.en}` };
}
