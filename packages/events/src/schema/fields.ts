import { z } from 'zod';
import { DAY, MOMENT, dayFault, dayOrMomentFault, momentFault, type MomentFault } from '../moment.ts';

/** What a field is and what a right value looks like, in the sending department's words. */
export interface Right {
  zh: string;
  en: string;
}

/** The same schema carrying what is right: for reasons and for the generated documents. */
export function right<T extends z.ZodType>(schema: T, { zh, en }: Right): T {
  return schema.meta({ description: en, 'x-zh': zh });
}

/** Text that a function judges; its fault's code travels in the issue's parameters, `says` is what a JSON Schema can say of it. */
function judged(faultOf: (text: string) => MomentFault | null, says: { pattern: string; format?: string }) {
  const schema = z.string().superRefine((text, context) => {
    const code = faultOf(text);
    if (code !== null) context.addIssue({ code: 'custom', params: { code } });
  });
  return (what: Right, looks: Right) =>
    schema.meta({
      description: `${what.en}: ${looks.en}`,
      'x-zh': `${what.zh}：${looks.zh}`,
      ...says,
    });
}

const LOOKS_MOMENT: Right = {
  zh: '写带时区的时刻，例如 2026-05-20T16:30:00+08:00',
  en: 'a moment with its offset, such as 2026-05-20T16:30:00+08:00',
};
const LOOKS_DAY: Right = { zh: '写日期，例如 2026-05-20', en: 'a calendar day, such as 2026-05-20' };
const LOOKS_EITHER: Right = {
  zh: '写日期（2026-05-20）或带时区的时刻（2026-05-20T16:30:00+08:00）',
  en: 'a calendar day (2026-05-20) or a moment with its offset (2026-05-20T16:30:00+08:00)',
};
const momentSchema = judged(momentFault, { pattern: MOMENT.source, format: 'date-time' });
const daySchema = judged(dayFault, { pattern: DAY.source, format: 'date' });
const eitherSchema = judged(dayOrMomentFault, { pattern: `${DAY.source}|${MOMENT.source}` });

export const moment = (what: Right) => momentSchema(what, LOOKS_MOMENT);
export const day = (what: Right) => daySchema(what, LOOKS_DAY);
export const dayOrMoment = (what: Right) => eitherSchema(what, LOOKS_EITHER);

/** What the contract asks of `subject`, `case` and `reports`. */
export const entityId = (what: Right) =>
  right(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$/), {
    zh: `${what.zh}：字母或数字开头，只含字母、数字和 . _ : / -，最长80位，例如 330782-2026-0001`,
    en: `${what.en}: a letter or digit, then letters, digits and . _ : / -, at most 80, such as 330782-2026-0001`,
  });

/** A whole number from `min` to 2^53 − 1. */
export const whole = (what: Right, min = 0) =>
  right(z.int().min(min), {
    zh: `${what.zh}：不小于 ${min} 的整数，不加引号，例如 ${min + 2}`,
    en: `${what.en}: a whole number of at least ${min} without quotes, such as ${min + 2}`,
  });

export const yesNo = (what: Right) =>
  right(z.boolean(), {
    zh: `${what.zh}：填 true 或 false，不加引号；不清楚就不填`,
    en: `${what.en}: true or false without quotes; leave it out where unknown`,
  });

/** A code of a closed list. */
export function code<const T extends readonly string[]>(what: Right, codes: T) {
  return right(z.enum(codes), {
    zh: `${what.zh}：下列代码之一：${codes.join('、')}`,
    en: `${what.en}: one of ${codes.join(', ')}`,
  });
}

export const region = right(z.string().regex(/^[0-9A-Z]{1,12}$/), {
  zh: '行政区划代码：本系统区划表中的代码，加引号，例如 "330782"',
  en: 'area code: a code of the area table, in quotes, such as "330782"',
});

export const period = right(z.string().regex(/^\d{4}(Q[1-4]|H[12])?$/), {
  zh: '统计期：2026Q2（季度）、2026H1（半年）或 2026（全年），加引号',
  en: 'period: 2026Q2 (quarter), 2026H1 (half-year) or 2026 (year), in quotes',
});

/** Of every record: what all families share. */
export const revision = whole(
  { zh: '版本号，首报为 1，每次更正加 1', en: 'revision, 1 at first, one more with each correction' },
  1,
);
export const reportedAt = moment({ zh: '上报时间', en: 'when it was reported' }).exactOptional();
