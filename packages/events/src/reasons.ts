import type { Fault } from './fault.ts';
import type { Right } from './schema/fields.ts';
import type { RejectCode } from './types.ts';

export const MAX_MESSAGE_BYTES = 5_000_000;
export const MAX_DEPTH = 16;

/** What happened, to people who send figures and do not program. */
const SAID: Record<RejectCode, Right> = {
  'null-value': {
    zh: '消息内容为空。要撤销一条记录，请发送撤销消息（…withdrawn.v1），不要发送空消息',
    en: 'the message is empty; to withdraw a record send its withdrawal (…withdrawn.v1), never an empty message',
  },
  'not-utf8': {
    zh: '内容不是 UTF-8 编码。请以 UTF-8（而非 GBK、UTF-16）导出后重发',
    en: 'the content is not UTF-8; export it as UTF-8 (not GBK or UTF-16) and send it again',
  },
  'not-json': {
    zh: '内容不是完整的 JSON。请检查是否被截断，引号、逗号和括号是否成对',
    en: 'the content is not complete JSON; look for a cut, and for quotes, commas and brackets without their partner',
  },
  'not-an-object': {
    zh: '内容应是一个 JSON 对象（以 { 开头），一条消息一个事件',
    en: 'the content must be one JSON object (it begins with {), one event a message',
  },
  'too-large': {
    zh: `消息超过 ${MAX_MESSAGE_BYTES / 1_000_000} MB 上限。请一条记录一条消息`,
    en: `the message is over ${MAX_MESSAGE_BYTES / 1_000_000} MB; send one record a message`,
  },
  'too-deep': {
    zh: `括号嵌套超过 ${MAX_DEPTH} 层。正常消息不超过 5 层`,
    en: `brackets are nested more than ${MAX_DEPTH} deep; a right message needs 5`,
  },
  'unknown-type': {
    zh: '不认识这种消息类型',
    en: 'this type of message is not known',
  },
  'unknown-version': {
    zh: '本系统尚不支持该消息类型的这个版本，目前支持 v1',
    en: 'this version of the type is not supported here, v1 is',
  },
  'wrong-topic': {
    zh: '该类型的消息发错了主题',
    en: 'a message of this type does not belong in this topic',
  },
  'unknown-key': {
    zh: '不认识这个字段。请检查拼写；没有约定的字段不要发送',
    en: 'this field is not known; check its spelling and send no field that is not agreed',
  },
  missing: {
    zh: '缺少这一项，或者填了空值。必填项请补上；选填项不清楚时整项不填，不要填空、null 或 0',
    en: 'it is missing or blank; give it where it is needed, leave the whole field out where it is unknown (no blank, null or 0)',
  },
  'wrong-type': {
    zh: '格式不对',
    en: 'it has the wrong form',
  },
  'out-of-range': {
    zh: '数值或长度超出允许范围',
    en: 'its value or length is outside what is allowed',
  },
  'unknown-code': {
    zh: '不是约定的代码',
    en: 'it is none of the agreed codes',
  },
  'impossible-date': {
    zh: '日期或时刻不存在',
    en: 'there is no such day or moment',
  },
  'no-offset': {
    zh: '时刻缺少完整的时区，无法确定是哪一刻。只写 +08 或不写时区都不行',
    en: 'the moment lacks a complete offset, so it could be any; +08 alone or none is not enough',
  },
  'order-of-dates': {
    zh: '破案时间早于立案时间',
    en: 'the case is solved before it is filed',
  },
  'unknown-region': {
    zh: '区划表中没有这个代码，或在该日期尚未启用',
    en: 'the area table does not have this code, or not yet on that day',
  },
  'source-outside-area': {
    zh: '报送单位只能报送本地区及其下级的数据',
    en: 'a unit may send for its own area and what is below it only',
  },
  'subject-mismatch': {
    zh: '记录编号与内容不一致',
    en: "the record's id does not agree with its content",
  },
  'key-mismatch': {
    zh: '消息键与记录编号 subject 不一致。两者必须相同，或不设消息键',
    en: 'the message key differs from subject; they must be the same, or the key absent',
  },
  'unknown-measure': {
    zh: '该指标不存在或不接受填报',
    en: 'this measure does not exist or takes no returns',
  },
  'period-not-native': {
    zh: '该项不按这种统计期填报',
    en: 'it is not reported for this kind of period',
  },
  'return-shape': {
    zh: '填报的数值与指标类型不符',
    en: 'the figures do not fit the kind of measure',
  },
  'numerator-over-denominator': {
    zh: '部分大于全体',
    en: 'the part is greater than the whole',
  },
  'personal-data': {
    zh: '疑似个人信息（身份证号、手机号或银行卡号）。本系统只收数量和代码，请删除后重发；原文不予保存',
    en: 'it looks like personal data (ID, mobile or bank card number); send counts and codes only, the original is not kept',
  },
  'received-in-future': {
    zh: '原接收时间晚于现在',
    en: 'the time of receipt lies in the future',
  },
  'received-before-sealed': {
    zh: '原接收时间不晚于已封存通报的截止时间，不能再改动封存前的数据',
    en: 'the time of receipt is not after the cut-off of a sealed edition, whose data can no longer change',
  },
  'attested-after-time': {
    zh: '确认截至日期晚于消息生成之日：还没过去的日子无法确认',
    en: 'it attests a day after the day of the message: a day to come cannot be attested',
  },
  'not-caused-by-user': {
    zh: '吸毒人员肇事肇祸案事件（user-incident）必须同时填写 "causedByUser": true',
    en: 'a user-incident must say "causedByUser": true',
  },
  'store-refused': {
    zh: '内容符合约定，但数据库拒绝存入。请将此条转交系统维护人员，报送单位无需改动',
    en: 'the message is as agreed, but the store does not take it; hand it to the engineers, the sender need change nothing',
  },
};

/** Field, what happened, and what a right value looks like, in both languages. */
export function reasonOf({ code, field, right }: Fault): { zh: string; en: string } {
  const { zh, en } = SAID[code];
  const [atZh, atEn] = field === '' ? ['', ''] : [`${field}：`, `${field}: `];
  return {
    zh: `${atZh}${zh}。${right ? `正确写法——${right.zh}。` : ''}`,
    en: `${atEn}${en}.${right ? ` Right: ${right.en}.` : ''}`,
  };
}
