import { substancesKnown, type Deployment } from '@duqing/regions';
import type { Lang } from '../usage.ts';

const WORDS: Record<string, Record<Lang, string>> = {
  'analysis-platform': { zh: '分析平台', en: 'analysis platform' },
  'network-sweep': { zh: '网上巡查', en: 'network sweep' },
  'logistics-data': { zh: '物流寄递数据', en: 'logistics data' },
  'communications-data': { zh: '通信数据', en: 'communications data' },
  video: { zh: '视频侦查', en: 'video' },
  'device-forensics': { zh: '电子数据取证', en: 'device forensics' },
  informant: { zh: '线人', en: 'informant' },
  tip: { zh: '群众举报', en: 'tip' },
  patrol: { zh: '巡逻盘查', en: 'patrol' },
  checkpoint: { zh: '检查站', en: 'checkpoint' },
  confession: { zh: '口供', en: 'confession' },
  undercover: { zh: '卧底', en: 'undercover' },
  parcel: { zh: '寄递', en: 'parcel' },
  person: { zh: '随身', en: 'person' },
  premises: { zh: '场所', en: 'premises' },
  vehicle: { zh: '车辆', en: 'vehicle' },
  border: { zh: '口岸', en: 'border' },
  online: { zh: '网络', en: 'online' },
  other: { zh: '其他', en: 'other' },
  unknown: { zh: '不明', en: 'unknown' },
};

/** A breakdown's key in words: a substance, a method or a channel; what is none of them as it was sent. */
export function keyName(deployment: Deployment, lang: Lang): (key: string) => string {
  const table = substancesKnown(deployment, Date.now());
  return (key) => table.nameOf(key)?.[lang] ?? WORDS[key]?.[lang] ?? key;
}
