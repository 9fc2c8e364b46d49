import { z } from 'zod';
import { code, day, entityId, region, reportedAt, revision, right } from './fields.ts';
import { substanceCode } from './seizure.ts';

export const intelligenceData = z.strictObject({
  revision,
  region,
  obtainedOn: day({ zh: '获取日期', en: 'day on which it was obtained' }),
  kind: code({ zh: '情报类型', en: 'kind' }, [
    'tip',
    'lead',
    'analysis-product',
    'early-warning',
    'wastewater',
    'new-substance',
  ]),
  grade: code({ zh: '情报等级', en: 'grade' }, ['A', 'B', 'C', 'D']).exactOptional(),
  substances: right(z.array(substanceCode).max(100), {
    zh: '涉及的毒品种类：代码的列表，例如 ["ketamine"]',
    en: 'substances concerned: a list of codes, such as ["ketamine"]',
  }).exactOptional(),
  disposition: code({ zh: '处置情况', en: 'disposition' }, ['open', 'case-opened', 'dismissed']).exactOptional(),
  case: entityId({ zh: '案件编号', en: 'id of the case' }).exactOptional(),
  reportedAt,
});
