import { z } from 'zod';
import { code, day, period, region, reportedAt, revision, whole } from './fields.ts';

export const attestationData = z.strictObject({
  revision,
  region,
  feed: code({ zh: '数据类别', en: 'feed' }, ['cases', 'seizures', 'intelligence']),
  period,
  through: day({ zh: '确认截至日期', en: 'day through which the feed is complete' }),
  count: whole({ zh: '该期记录条数', en: "the feed's records of the period" }).exactOptional(),
  reportedAt,
});
