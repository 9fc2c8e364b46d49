import type { KindEntry } from '../types.ts';
import { verdictEnding, verdictFindings } from './verdicts.ts';

export const trend: KindEntry = {
  kind: 'trend',
  name: { zh: '趋势未达', en: 'trend missed' },
  action: {
    zh: '与上年同期逐项对比，查明变化来自何处，再定措施',
    en: 'compare with the same period one year before item by item, find where the change comes from, then decide',
  },
  recipients: ({ severity, department }) =>
    severity === 'info' ? ['analysts'] : ['commander', ...(department ? [`department:${department}` as const] : [])],
  find: (scene) => verdictFindings(scene, 'trend'),
  ending: verdictEnding,
};
