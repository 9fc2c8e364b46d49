import type { Lang } from '@duqing/catalogue';
import { SUBSTANCES } from '@duqing/substances';
import { worded } from './sql.ts';

type Code = readonly [code: string, zh: string, en: string];

/** Words for codes that events carry, by what they are codes of; a code without a word is shown as it is. */
const CODES = {
  category: [
    ['trafficking', '贩卖', 'trafficking'],
    ['smuggling', '走私', 'smuggling'],
    ['manufacturing', '制造', 'manufacturing'],
    ['precursor-manufacturing', '制造制毒物品', 'making precursors'],
    ['precursor-trafficking', '买卖制毒物品', 'trafficking in precursors'],
    ['precursor-diversion', '制毒物品流失', 'diversion of precursors'],
    ['medicine-diversion', '麻精药品流失', 'diversion of medicines'],
    ['cultivation', '种植', 'cultivation'],
    ['possession', '持有', 'possession'],
    ['harbouring', '容留', 'harbouring'],
    ['inducing-use', '引诱教唆', 'inducing use'],
    ['drug-use', '吸毒(行政)', 'drug use (administrative)'],
    ['drug-driving', '毒驾(行政)', 'drug driving (administrative)'],
    ['user-incident', '吸毒人员肇事肇祸', 'incident caused by a user'],
    ['other', '其他', 'other'],
  ],
  method: [
    ['analysis-platform', '分析平台', 'analysis platform'],
    ['network-sweep', '网上巡查', 'network sweep'],
    ['logistics-data', '物流寄递数据', 'logistics data'],
    ['communications-data', '通信数据', 'communications data'],
    ['video', '视频侦查', 'video'],
    ['device-forensics', '电子数据取证', 'device forensics'],
    ['informant', '线人', 'informant'],
    ['tip', '群众举报', 'tip from the public'],
    ['patrol', '巡逻盘查', 'patrol'],
    ['checkpoint', '检查站', 'checkpoint'],
    ['confession', '口供', 'confession'],
    ['undercover', '卧底', 'undercover'],
    ['other', '其他', 'other'],
    ['none', '未填手段', 'none given'],
  ],
  channel: [
    ['parcel', '寄递', 'parcel'],
    ['checkpoint', '检查站', 'checkpoint'],
    ['person', '随身', 'person'],
    ['premises', '场所', 'premises'],
    ['vehicle', '车辆', 'vehicle'],
    ['border', '口岸', 'border'],
    ['online', '网络', 'online'],
    ['other', '其他', 'other'],
    ['unknown', '未填渠道', 'none given'],
  ],
  substance: SUBSTANCES.map(({ code, name }) => [code, name.zh, name.en] as const),
  report: [
    ['tip', '群众举报', 'tip from the public'],
    ['lead', '线索', 'lead'],
    ['analysis-product', '研判产品', 'product of analysis'],
    ['early-warning', '预警信息', 'early warning'],
    ['wastewater', '污水监测', 'wastewater'],
    ['new-substance', '新物质', 'new substance'],
  ],
  disposition: [
    ['open', '未处理完', 'open'],
    ['case-opened', '已立案', 'case opened'],
    ['dismissed', '查否', 'dismissed'],
  ],
  alert: [
    ['zero-occurrence', '零发生项目出现', 'a zero item occurred'],
    ['veto', '一票否决', 'veto'],
    ['target-missed', '目标未达', 'target missed'],
    ['trend', '趋势未达', 'trend missed'],
    ['close-to-target', '临近目标线', 'close to the target'],
    ['composite', '综合评估不达标条数', 'failing items of the assessment'],
    ['return-overdue', '报表逾期', 'return overdue'],
    ['feed-not-attested', '数据未确认', 'feed not attested'],
    ['source-silent', '来源静默', 'source silent'],
    ['reject-share', '退件比例过高', 'share of rejects too high'],
    ['imbalance', '收支不平', 'balance does not hold'],
    ['large-seizure', '大宗缴获', 'large seizure'],
    ['first-seen', '首次发现物质', 'substance seen for the first time'],
    ['early-warning', '周计数异常', 'early warning'],
    ['undelivered', '通知未送达', 'notices not delivered'],
  ],
  severity: [
    ['critical', '特急', 'critical'],
    ['warning', '警告', 'warning'],
    ['info', '提示', 'info'],
  ],
  state: [
    ['pending', '待定', 'pending'],
    ['firing', '触发', 'firing'],
    ['recovering', '恢复中', 'recovering'],
    ['resolved', '已解除', 'resolved'],
  ],
  act: [
    ['', '待研判', 'not judged yet'],
    ['confirm', '已确认', 'confirmed'],
    ['dismiss', '已排除', 'dismissed'],
    ['pass-on', '已转报', 'passed on'],
  ],
  topic: [
    ['duqing.cases', '案件', 'cases'],
    ['duqing.seizures', '缴获', 'seizures'],
    ['duqing.intelligence', '情报', 'intelligence'],
    ['duqing.returns', '报表与确认', 'returns and attestations'],
  ],
  feed: [
    ['cases', '案件', 'cases'],
    ['seizures', '缴获', 'seizures'],
    ['intelligence', '情报', 'intelligence'],
  ],
  family: [
    ['case', '案件', 'cases'],
    ['seizure', '缴获', 'seizures'],
    ['intelligence', '情报', 'intelligence'],
    ['return', '报表', 'returns'],
    ['attestation', '确认', 'attestations'],
  ],
  edition: [
    ['flash', '快报', 'flash'],
    ['provisional', '初步版', 'provisional'],
    ['final', '最终版', 'final'],
  ],
  audience: [
    ['internal', '内部', 'internal'],
    ['public', '公开', 'public'],
  ],
} satisfies Record<string, readonly Code[]>;

export type CodeList = keyof typeof CODES;

/** A column of codes as words. */
export function codeWords(expression: string, list: CodeList, lang: Lang): string {
  const codes: readonly Code[] = CODES[list];
  return worded(
    expression,
    codes.map(([code, zh, en]) => [code, lang === 'zh' ? zh : en]),
  );
}
