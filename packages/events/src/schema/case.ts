import { z } from 'zod';
import { code, dayOrMoment, entityId, region, reportedAt, revision, right, whole, yesNo } from './fields.ts';

/** What a case may be of; its class is the deployment's. */
export const CATEGORIES = [
  'trafficking',
  'smuggling',
  'manufacturing',
  'precursor-manufacturing',
  'precursor-trafficking',
  'precursor-diversion',
  'medicine-diversion',
  'cultivation',
  'possession',
  'harbouring',
  'inducing-use',
  'drug-use',
  'drug-driving',
  'user-incident',
  'other',
] as const;

/** How a case may be solved; which are IT-supported is the deployment's. */
export const METHODS = [
  'analysis-platform',
  'network-sweep',
  'logistics-data',
  'communications-data',
  'video',
  'device-forensics',
  'informant',
  'tip',
  'patrol',
  'checkpoint',
  'confession',
  'undercover',
  'other',
] as const;

const persons = right(
  z.strictObject({
    involved: whole({ zh: '涉案人数', en: 'persons involved' }).exactOptional(),
    minors: whole({ zh: '其中未成年人数', en: 'minors among them' }).exactOptional(),
    pupils: whole({ zh: '吸毒的在校中小学生人数', en: 'pupils who used drugs' }).exactOptional(),
    users: whole({ zh: '其中吸毒人员人数', en: 'users among them' }).exactOptional(),
  }),
  {
    zh: '人数：只填数字，例如 { "involved": 2, "minors": 0, "pupils": 0, "users": 1 }',
    en: 'persons: counts only, such as { "involved": 2, "minors": 0, "pupils": 0, "users": 1 }',
  },
);

export const caseData = z.strictObject({
  revision,
  region,
  category: code({ zh: '案件类别', en: 'category' }, CATEGORIES),
  filedAt: dayOrMoment({ zh: '立案时间', en: 'when the case was filed' }),
  solvedAt: dayOrMoment({ zh: '破案时间', en: 'when the case was solved' }).exactOptional(),
  solvedBy: right(
    z
      .array(code({ zh: '破案手段', en: 'method' }, METHODS))
      .min(1)
      .max(METHODS.length),
    {
      zh: '破案手段：代码的列表，至少一个，例如 ["analysis-platform"]',
      en: 'methods: a list of at least one code, such as ["analysis-platform"]',
    },
  ).exactOptional(),
  targetLevel: code({ zh: '目标案件级别', en: 'target level' }, [
    'none',
    'city',
    'province',
    'ministry',
  ]).exactOptional(),
  severity: code({ zh: '严重程度', en: 'severity' }, ['ordinary', 'serious', 'major']).exactOptional(),
  preControlled: yesNo({ zh: '案前是否已管控', en: 'under control beforehand' }).exactOptional(),
  largeScale: yesNo({ zh: '是否大规模种植', en: 'large-scale cultivation' }).exactOptional(),
  causedByUser: yesNo({ zh: '是否由吸毒人员引发', en: 'caused by a user' }).exactOptional(),
  outOfSupervision: yesNo({ zh: '吸毒人员是否脱管失控', en: 'the user was out of supervision' }).exactOptional(),
  persons: persons.exactOptional(),
  reports: right(z.array(entityId({ zh: '情报编号', en: 'id of an intelligence report' })).max(1000), {
    zh: '相关情报编号的列表，例如 ["i-330782-77"]',
    en: 'ids of intelligence reports, such as ["i-330782-77"]',
  }).exactOptional(),
  reportedAt,
});
