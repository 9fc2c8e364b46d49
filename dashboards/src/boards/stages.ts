import { stageWord, type Lang } from '@duqing/catalogue';

const CODES = ['running', 'provisional', 'final', 'sealed'] as const;

function words(lang: Lang): (readonly [string, string])[] {
  return CODES.map((stage) => [stage, stageWord(stage, lang)] as const);
}

/** Words of the stages of a figure. */
export const STAGES = { zh: words('zh'), en: words('en') };
