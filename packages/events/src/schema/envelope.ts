import { z } from 'zod';
import { entityId, moment, right } from './fields.ts';

/** `/AREA` and then the unit's path. */
const SOURCE = /^\/([0-9A-Z]{1,12})(?:\/[A-Za-z0-9._-]{1,40}){0,5}$/;

const JSON_CONTENT = /^application\/json(?:\s*;.*)?$/;

/** CloudEvents 1.0 attributes of one type, with its data; any other attribute is refused. */
export function envelope<const N extends string, T extends z.ZodType>(type: N, data: T) {
  return z.strictObject({
    specversion: right(z.literal('1.0'), { zh: '固定为 "1.0"', en: 'always "1.0"' }),
    id: right(z.string().regex(/^[^\s\p{C}]{1,128}$/u), {
      zh: '消息编号：加引号的文本，在本单位内唯一，不含空格，最长128位',
      en: 'message id: text in quotes without blanks, unique in its source, at most 128 characters',
    }),
    source: right(z.string().regex(SOURCE), {
      zh: '报送单位路径：以本单位区划代码开头，例如 /330782/police',
      en: "sending unit's path, its area code first, such as /330782/police",
    }),
    type: z.literal(type),
    subject: entityId({ zh: '记录编号', en: "the record's id" }),
    time: moment({ zh: '消息生成时间', en: 'when the message was made' }),
    datacontenttype: right(z.string().regex(JSON_CONTENT), {
      zh: '固定为 application/json',
      en: 'always application/json',
    }).exactOptional(),
    dataschema: right(z.string().regex(/^[^\s\p{C}]{1,200}$/u), {
      zh: '数据结构地址，可不填',
      en: 'address of the schema of data, may be left out',
    }).exactOptional(),
    receivedtime: moment({
      zh: '原接收时间（仅用于重放）',
      en: 'when it was first received (replays only)',
    }).exactOptional(),
    simulated: right(z.literal(true), {
      zh: '模拟数据填 true，否则不填',
      en: 'true for made-up data, else left out',
    }).exactOptional(),
    data: right(data, { zh: '业务数据：一个对象', en: 'the record itself: an object' }),
  });
}
