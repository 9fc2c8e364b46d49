import type { Lang } from '@duqing/catalogue';
import type { ProposalState } from '@duqing/config';
import type { ConfigurationPart } from '@duqing/warehouse';

type Pair = Readonly<Record<Lang, string>>;

export const PARTS: Readonly<Record<ConfigurationPart, Pair>> = {
  targets: { zh: '目标与不适用项', en: 'targets' },
  methods: { zh: '信息化破案手段', en: 'methods' },
  categories: { zh: '案件类别', en: 'categories' },
  substances: { zh: '毒品种类', en: 'substances' },
  regions: { zh: '区划', en: 'areas' },
  calendar: { zh: '日程', en: 'calendar' },
  roster: { zh: '值班表', en: 'roster' },
};

/** A mark beside the words, so that a state is not told by colour. */
export const STATES: Readonly<Record<ProposalState, Pair & { mark: string }>> = {
  open: { mark: '○', zh: '待批准', en: 'waits for approval' },
  overtaken: { mark: '!', zh: '该项已有新版本，须重新提出', en: 'another version came first: propose it anew' },
  approved: { mark: '✓', zh: '已批准', en: 'approved' },
  rejected: { mark: '✕', zh: '已驳回', en: 'rejected' },
};

/** How lines of a part are written. */
export const EXAMPLES: Readonly<Record<ConfigurationPart, Pair>> = {
  targets: {
    zh: '限值：it-solved-share@county=30；比较方式：it-solved-share@county>=30（>、>=、<、<=）；与上年比：minors-share@city=not-rising（不上升）；恢复目录目标：it-solved-share@county=none；不适用：minors-share@地区代码=原因|reason',
    en: 'a limit: it-solved-share@county=30; a comparator: it-solved-share@county>=30 (>, >=, <, <=); against the year before: minors-share@city=not-rising; the catalogue’s again: it-solved-share@county=none; not concerned: minors-share@CODE=原因|reason',
  },
  methods: { zh: 'tip=yes 计入；video=none 不再计入', en: 'tip=yes counts; video=none no longer does' },
  categories: {
    zh: 'drug-driving=drugCrime（drugCrime、administrative、userCaused）',
    en: 'drug-driving=drugCrime (drugCrime, administrative, userCaused)',
  },
  substances: {
    zh: '新代码.name=中文名|English，新代码.synonyms=别名一|别名二，新代码.dimensions=mass,tablets；常见（不再算首次发现）：etomidate.baseline=yes；“数量大”标准（克）：etomidate.threshold=500',
    en: 'NEW.name=中文名|English, NEW.synonyms=one|two, NEW.dimensions=mass,tablets; commonly known, so never new: etomidate.baseline=yes; grams of the legal “large quantity”: etomidate.threshold=500',
  },
  regions: {
    zh: '终止：原代码.validTo=2027-01-01 和 原代码.successors=新代码一,新代码二；新设：新代码.name=新县|New County 和 新代码.validFrom=2027-01-01',
    en: 'ended: OLD.validTo=2027-01-01 and OLD.successors=NEW1,NEW2; new: NEW1.name=新县|New County and NEW1.validFrom=2027-01-01',
  },
  calendar: {
    zh: 'returnsDueDays=12；provisionalDays=20；creation.to=2028-12-31',
    en: 'returnsDueDays=12; provisionalDays=20; creation.to=2028-12-31',
  },
  roster: { zh: '须以完整 JSON 提出', en: 'proposed whole, as JSON' },
};

const KINDS: Readonly<Record<string, Pair>> = {
  'zero-occurrence': { zh: '零指标发生', en: 'zero occurrence' },
  veto: { zh: '一票否决', en: 'veto' },
  'target-missed': { zh: '不达标', en: 'target missed' },
  trend: { zh: '趋势', en: 'trend' },
  'close-to-target': { zh: '接近限值', en: 'close to target' },
  composite: { zh: '内部测算', en: 'own count' },
  'return-overdue': { zh: '报表逾期', en: 'return overdue' },
  'feed-not-attested': { zh: '数据未确认', en: 'feed not attested' },
};

/** What alerts of a kind are about; kinds that no configuration changes are named by their id. */
export function kindWord(kind: string, lang: Lang): string {
  return KINDS[kind]?.[lang] ?? kind;
}

const FIELDS: Readonly<Record<string, Pair>> = {
  county: { zh: '县级目标', en: 'target of counties' },
  city: { zh: '市级目标', en: 'target of the city' },
  returns: { zh: '以报表为准', en: 'returns are authoritative' },
};

const SUBSTANCE_FIELDS: Readonly<Record<string, Pair>> = {
  name: { zh: '名称', en: 'name' },
  synonyms: { zh: '别名', en: 'other names' },
  dimensions: { zh: '计量方式', en: 'measured by' },
  baseline: { zh: '常见（不算首次发现）', en: 'commonly known, so never new' },
  threshold: { zh: '“数量大”标准（克）', en: 'legal “large quantity” (g)' },
};

const VALUES: Readonly<Record<string, Pair>> = {
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  none: { zh: '无', en: 'none' },
  rising: { zh: '上升', en: 'rising' },
  'not-falling': { zh: '不下降', en: 'not falling' },
  falling: { zh: '下降', en: 'falling' },
  'not-rising': { zh: '不上升', en: 'not rising' },
};

/** What a line says, as people read it: `>=30` is ≥30. */
export function valueWord(text: string, lang: Lang): string {
  return VALUES[text]?.[lang] ?? text.replace(/^>=/, '≥').replace(/^<=/, '≤');
}

/** A line of the table of substances in words; null for other lines. */
export function substanceLine(
  key: string,
  { lang, table }: { lang: Lang; table: readonly { code: string; name: Pair }[] },
): string | null {
  const [code = '', field = ''] = key.split('.');
  const said = SUBSTANCE_FIELDS[field];
  return said ? `${table.find((entry) => entry.code === code)?.name[lang] ?? code} · ${said[lang]}` : null;
}

/** A line of the targets in words: the item, and its level or the unit that it does not concern; null for other lines. */
export function targetLine(
  key: string,
  { lang, nameOf, areaOf }: { lang: Lang; nameOf: (id: string) => string; areaOf: (code: string) => string },
): string | null {
  const [indicator = '', at] = key.split('@');
  if (at === undefined) return null;
  const unit = areaOf(at);
  const said = FIELDS[at]?.[lang] ?? (lang === 'zh' ? `${unit}不适用` : `does not concern ${unit}`);
  return `${nameOf(indicator)} · ${said}`;
}
