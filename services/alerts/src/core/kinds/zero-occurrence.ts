import type { KindEntry } from '../types.ts';
import { occurrenceEnding, occurrences } from './occurrences.ts';

export const zeroOccurrence: KindEntry = {
  kind: 'zero-occurrence',
  name: { zh: '零发生项目出现', en: 'a zero item occurred' },
  action: {
    zh: '立即核实并处置，24小时内上报研判意见；如系误报，由原单位更正或撤回',
    en: 'verify and act now, report an assessment within 24 hours; if it is an error, have its sender correct or withdraw it',
  },
  recipients: () => ['commander', 'analysts'],
  find: (scene) => occurrences(scene, 'zero-occurrence'),
  ending: occurrenceEnding,
};
