import { z } from 'zod';
import { period, region, reportedAt, revision, right, whole } from './fields.ts';

export const returnData = z.strictObject({
  revision,
  region,
  measure: right(z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}(:[a-z-]{1,20})?$/), {
    zh: '指标代码：指标目录中可填报的代码，例如 lost-contact-rate',
    en: 'measure: an id of the catalogue that takes returns, such as lost-contact-rate',
  }),
  period,
  department: right(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), {
    zh: '填报部门：部门代码，小写字母，例如 justice',
    en: 'department: its code in small letters, such as justice',
  }).exactOptional(),
  value: right(z.union([z.int().min(0), z.boolean()]), {
    zh: '数值：计数指标填不小于 0 的整数，是否类指标填 true 或 false，不加引号',
    en: 'value: a whole number of at least 0 for a count, true or false for a yes/no item, without quotes',
  }).exactOptional(),
  numerator: whole({ zh: '分子', en: 'numerator' }).exactOptional(),
  denominator: whole({ zh: '分母', en: 'denominator' }).exactOptional(),
  nil: right(z.literal(true), {
    zh: '零报告：只能填 true，否则不填',
    en: 'explicit zero: true or left out',
  }).exactOptional(),
  reportedAt,
});
