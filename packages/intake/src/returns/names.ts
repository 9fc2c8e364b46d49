import { INDICATORS } from '@duqing/catalogue';
import { FEED } from './columns.ts';
import type { Said } from './said.ts';

/** Measures that several items read, and their units. */
export const HELPERS: Readonly<Record<string, Said & { unit: Said }>> = {
  population: { zh: '年末常住人口', en: 'residents at the end of the year', unit: { zh: '人', en: 'residents' } },
  'precursor-enterprises': {
    zh: '易制毒化学品企业数',
    en: 'precursor enterprises',
    unit: { zh: '家', en: 'enterprises' },
  },
  'new-users-found': { zh: '新发现吸毒人员数', en: 'new users found', unit: { zh: '人', en: 'persons' } },
};

/** Feeds that are attested, and the sources of the items that are counted from them. */
export const FEEDS: Readonly<Record<string, Said & { sources: readonly string[] }>> = {
  cases: { zh: '案件数据', en: 'Cases', sources: ['case', 'case+return'] },
  seizures: { zh: '缴获数据', en: 'Seizures', sources: ['seizure'] },
  intelligence: { zh: '情报数据', en: 'Intelligence', sources: ['intelligence'] },
};

/** What a sheet's measure is called; the text itself where it is none. */
export function measureName(measure: string): Said {
  if (measure.startsWith(FEED)) {
    const feed = FEEDS[measure.slice(FEED.length)];
    return feed ? { zh: `${feed.zh}完整性确认`, en: `${feed.en}: attested` } : { zh: measure, en: measure };
  }
  const [id = '', part] = measure.split(':');
  const said = HELPERS[id] ?? INDICATORS.find((entry) => entry.id === id)?.name;
  if (said === undefined) return { zh: measure, en: measure };
  const { zh, en } = said;
  if (part === 'incidents') return { zh: `${zh}（未立案事件）`, en: `${en} (incidents without a case)` };
  return part === undefined ? { zh, en } : { zh: `${zh}（上报合计）`, en: `${en} (reported total)` };
}
