import { z } from 'zod';
import { code, dayOrMoment, entityId, region, reportedAt, revision, right, whole, type Right } from './fields.ts';

/** The smallest amount but 0 that is kept; a smaller one is a slip of the point. */
const LEAST_QUANTITY = 1e-9;

export const SUBSTANCE_RIGHT: Right = {
  zh: '毒品种类：物质表中的代码，例如 methamphetamine；表中没有的填 other',
  en: 'substance: a code of the substance table, such as methamphetamine; other where it has none',
};
const LONGEST_CODE = 40;

/** Which codes there are is data of the deployment: a rule looks them up. */
export const substanceCode = right(z.string().min(1).max(LONGEST_CODE), SUBSTANCE_RIGHT);

const quantity = z.strictObject({
  value: right(
    z
      .number()
      .min(0)
      .refine((value) => value === 0 || value >= LEAST_QUANTITY, { params: { code: 'out-of-range' } })
      .max(Number.MAX_SAFE_INTEGER),
    {
      zh: '数量：不小于 0 的数字，不加引号，例如 120.5；数量不明不要报 0',
      en: 'amount: a number of at least 0 without quotes, such as 120.5; an unknown amount is not 0',
    },
  ),
  unit: code({ zh: '计量单位', en: 'unit' }, ['mg', 'g', 'kg', 'ml', 'l', 'tablet', 'plant']),
});

const item = z.strictObject({
  substance: substanceCode,
  name: right(z.string().regex(/^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,40}(?<!\s)$/u), {
    zh: '物质名称：仅在 substance 为 other 时填写，1 至 40 个字',
    en: 'name of the substance: only with substance other, 1 to 40 characters',
  }).exactOptional(),
  quantity: right(quantity, {
    zh: '数量和单位，例如 { "value": 120.5, "unit": "g" }',
    en: 'amount and unit, such as { "value": 120.5, "unit": "g" }',
  }),
  purity: right(z.number().min(0).max(1), {
    zh: '纯度：0 到 1 之间的小数，78% 写作 0.78',
    en: 'purity: from 0 to 1, 78 % is written 0.78',
  }).exactOptional(),
});

export const seizureData = z.strictObject({
  revision,
  region,
  seizedAt: dayOrMoment({ zh: '缴获时间', en: 'when it was seized' }),
  case: entityId({ zh: '案件编号', en: 'id of the case' }).exactOptional(),
  channel: code({ zh: '缴获渠道', en: 'channel' }, [
    'parcel',
    'checkpoint',
    'person',
    'premises',
    'vehicle',
    'border',
    'online',
    'other',
  ]).exactOptional(),
  events: whole({ zh: '汇总的缴获起数', en: 'seizures that this record stands for' }, 1).exactOptional(),
  items: right(z.array(item).min(1).max(1000), {
    zh: '缴获物品的列表，至少一项',
    en: 'what was seized: a list of at least one item',
  }),
  reportedAt,
});
