import type { KindEntry } from '../types.ts';
import { verdictEnding, verdictFindings } from './verdicts.ts';

export const targetMissed: KindEntry = {
  kind: 'target-missed',
  name: { zh: '目标未达', en: 'target missed' },
  action: {
    zh: '责任部门说明原因并提出补救措施，列入工作台账',
    en: 'the department in charge states the cause and a remedy, and takes it into its work queue',
  },
  recipients: ({ severity, department }) =>
    severity === 'info' ? ['analysts'] : ['commander', ...(department ? [`department:${department}` as const] : [])],
  find: (scene) => verdictFindings(scene, 'target-missed'),
  ending: verdictEnding,
};
