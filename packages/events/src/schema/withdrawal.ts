import { z } from 'zod';
import { code, reportedAt, revision } from './fields.ts';

export const withdrawalData = z.strictObject({
  revision,
  reason: code({ zh: '撤销原因', en: 'reason of the withdrawal' }, [
    'entered-twice',
    'wrong-area',
    'wrong-entity',
    'court-decision',
    'other',
  ]),
  reportedAt,
});
