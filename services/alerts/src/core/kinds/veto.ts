import type { KindEntry } from '../types.ts';
import { occurrenceEnding, occurrences } from './occurrences.ts';

export const veto: KindEntry = {
  kind: 'veto',
  name: { zh: '一票否决', en: 'veto' },
  action: {
    zh: '立即与上级主管部门核对认定依据，制定整改方案并由主要领导签批',
    en: 'check the grounds with the superior office now and have a plan of remedy signed by the main leader',
  },
  recipients: () => ['commander', 'analysts'],
  find: (scene) => occurrences(scene, 'veto'),
  ending: occurrenceEnding,
};
