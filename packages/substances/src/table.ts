import { SHIPPED_THRESHOLDS } from './shipped-thresholds.ts';
import type { Dimension } from './units.ts';

/** Grams at which the law speaks of a "large quantity", with where that is written. */
export interface Threshold {
  /** exact decimal text, above 0 */
  grams: string;
  source: string;
}

/** One entry of the substance table. */
export interface Substance {
  code: string;
  name: { zh: string; en: string };
  /** further spellings by which people name it; compared without case, width and outer blanks */
  synonyms: string[];
  /** in what it is usually seized, the first most often: a hint, never a rule */
  dimensions: [Dimension, ...Dimension[]];
  /** commonly known: never counts as new to an area */
  baseline: boolean;
  /** null = the law has none: no heroin equivalent can be derived */
  threshold: Threshold | null;
}

type Row = [code: string, zh: string, en: string, synonyms: string, dimensions: Substance['dimensions']];

const POWDER: Substance['dimensions'] = ['mass'];
const PILL: Substance['dimensions'] = ['tablets', 'mass'];
const EITHER: Substance['dimensions'] = ['mass', 'tablets'];
const LIQUID: Substance['dimensions'] = ['volume', 'mass'];

/** Commonly known in the trade or in medicine; sorted by code. */
const KNOWN: Row[] = [
  ['alprazolam', '阿普唑仑', 'alprazolam', 'xanax|佳静安定', PILL],
  ['barbital', '巴比妥', 'barbital', 'barbitone', PILL],
  ['buprenorphine', '丁丙诺啡', 'buprenorphine', '沙菲片', PILL],
  ['caffeine', '咖啡因', 'caffeine', '咖啡碱', POWDER],
  ['caffeine-sodium-benzoate', '安钠咖', 'caffeine sodium benzoate', 'ccb|苯甲酸钠咖啡因', EITHER],
  ['cannabis-herb', '大麻叶及大麻烟', 'cannabis herb', '大麻叶|大麻烟|大麻|cannabis|marijuana|marihuana', POWDER],
  ['cannabis-oil', '大麻油', 'cannabis oil', 'hash oil', LIQUID],
  ['cannabis-plant', '大麻原植物', 'cannabis plant', '大麻植株|大麻株', ['plants', 'mass']],
  ['cannabis-resin', '大麻脂', 'cannabis resin', '大麻树脂|hashish', POWDER],
  ['cocaine', '可卡因', 'cocaine', '古柯碱|可卡因碱|cocaine base|crack', POWDER],
  ['codeine', '可待因', 'codeine', '甲基吗啡|methylmorphine', ['mass', 'tablets', 'volume']],
  ['diazepam', '地西泮', 'diazepam', '安定|valium', PILL],
  ['estazolam', '艾司唑仑', 'estazolam', '舒乐安定', PILL],
  ['fentanyl', '芬太尼', 'fentanyl', 'fentanil', EITHER],
  ['ghb', 'γ-羟丁酸', 'GHB', 'γ-羟基丁酸|gamma-hydroxybutyric acid|gamma-hydroxybutyrate|神仙水', LIQUID],
  ['heroin', '海洛因', 'heroin', '白粉|二乙酰吗啡|二醋吗啡|diacetylmorphine|diamorphine', POWDER],
  ['ketamine', '氯胺酮', 'ketamine', 'k粉|开他敏', POWDER],
  ['mdma', 'MDMA', 'MDMA', '摇头丸|3,4-亚甲二氧基甲基苯丙胺|ecstasy', PILL],
  ['methadone', '美沙酮', 'methadone', '美散痛', LIQUID],
  ['methamphetamine', '甲基苯丙胺', 'methamphetamine', '冰毒|冰|甲基安非他明|麻古|麻果|meth|crystal meth', EITHER],
  ['methaqualone', '安眠酮', 'methaqualone', '甲喹酮|quaalude', PILL],
  ['methcathinone', '甲卡西酮', 'methcathinone', '甲基卡西酮|ephedrone', POWDER],
  ['morphine', '吗啡', 'morphine', '', EITHER],
  ['opium', '鸦片', 'opium', '阿片|大烟', POWDER],
  ['opium-poppy', '罂粟', 'opium poppy', '罂粟原植物|罂粟植株|罂粟株', ['plants', 'mass']],
  ['pethidine', '哌替啶', 'pethidine', '度冷丁|杜冷丁|meperidine', EITHER],
  ['phenobarbital', '苯巴比妥', 'phenobarbital', '鲁米那|phenobarbitone', PILL],
  ['poppy-husk', '罂粟壳', 'poppy husk', '米壳|poppy straw', POWDER],
  ['tramadol', '曲马多', 'tramadol', '', PILL],
  ['triazolam', '三唑仑', 'triazolam', '海乐神|halcion', PILL],
];

/** Rare or new to the market: the first one seen in an area is worth a line; sorted by code. */
const RARE: Row[] = [
  ['2-fluorodeschloroketamine', '2-氟-2-去氯氯胺酮', '2-fluorodeschloroketamine', '氟胺酮|2-fdck', POWDER],
  ['bromazepam', '溴西泮', 'bromazepam', '', PILL],
  ['bromazolam', '溴阿普唑仑', 'bromazolam', '', PILL],
  ['chlordiazepoxide', '氯氮卓', 'chlordiazepoxide', '氯氮䓬|利眠宁|librium', PILL],
  ['dihydroetorphine', '二氢埃托啡', 'dihydroetorphine', '', PILL],
  ['etomidate', '依托咪酯', 'etomidate', '', LIQUID],
  ['khat', '恰特草', 'khat', '阿拉伯茶|qat|catha edulis', POWDER],
  ['mephedrone', '4-甲基甲卡西酮', 'mephedrone', '4-mmc|喵喵', POWDER],
  ['nimetazepam', '尼美西泮', 'nimetazepam', '一粒眠', PILL],
  ['nitazenes', '尼秦类物质', 'nitazenes', '尼秦|nitazene', EITHER],
  ['other', '其他', 'other', '', ['mass', 'volume', 'tablets', 'plants']],
  [
    'synthetic-cannabinoids',
    '合成大麻素类物质',
    'synthetic cannabinoids',
    '合成大麻素|synthetic cannabinoid|k2',
    LIQUID,
  ],
];

/** Every substance as shipped, sorted by code; `other` stands for one that is not in the table and is named by the sender. */
export const SUBSTANCES: readonly Substance[] = [
  ...KNOWN.map((row) => entry(row, true)),
  ...RARE.map((row) => entry(row, false)),
].sort((a, b) => (a.code < b.code ? -1 : 1));

function entry([code, zh, en, synonyms, dimensions]: Row, baseline: boolean): Substance {
  const names = synonyms === '' ? [] : synonyms.split('|');
  return { code, name: { zh, en }, synonyms: names, dimensions, baseline, threshold: SHIPPED_THRESHOLDS[code] ?? null };
}
