import type { Lang } from '@duqing/catalogue';
import type { ProposalState } from '@duqing/config';
import type { ConfigurationPart } from '@duqing/warehouse';

type Pair = Readonly<Record<Lang, string>>;

export const PARTS: Readonly<Record<ConfigurationPart, Pair>> = {
  targets: { zh: '目标与不适用项', en: 'targets' },
  methods: { zh: '信息化破案手段', en: 'methods' },
  categories: { zh: '案件类别', en: 'categories' },
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
    zh: '限值：it-solved-share@county=30；恢复目录限值：it-solved-share@county=none；不适用：minors-share@地区代码=原因|reason',
    en: 'a limit: it-solved-share@county=30; the catalogue’s again: it-solved-share@county=none; not concerned: minors-share@CODE=原因|reason',
  },
  methods: { zh: 'tip=yes 计入；video=none 不再计入', en: 'tip=yes counts; video=none no longer does' },
  categories: {
    zh: 'drug-driving=drugCrime（drugCrime、administrative、userCaused）',
    en: 'drug-driving=drugCrime (drugCrime, administrative, userCaused)',
  },
  regions: {
    zh: '终止：990103.validTo=2027-01-01 和 990103.successors=990113,990114；新设：990113.name=新县|New County 和 990113.validFrom=2027-01-01',
    en: 'ended: 990103.validTo=2027-01-01 and 990103.successors=990113,990114; new: 990113.name=新县|New County and 990113.validFrom=2027-01-01',
  },
  calendar: {
    zh: 'returnsDueDays=12；provisionalDays=20；creation.to=2028-12-31',
    en: 'returnsDueDays=12; provisionalDays=20; creation.to=2028-12-31',
  },
  roster: { zh: '须以完整 JSON 提出', en: 'proposed whole, as JSON' },
};
