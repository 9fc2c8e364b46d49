import type { Lang } from '@duqing/catalogue';
import type { Boarded } from '../panels/panel.ts';
import type { Words } from '../words.ts';

/** A board's arrangement; everything alike in all boards is added by the finishing pass. */
export interface Board {
  id: string;
  title: Words;
  description: Words;
  /** variables beside period, region and as-of */
  variables: 'indicator'[];
  /** rows of panels, each with its heading */
  rows(lang: Lang): { title: string; panels: Boarded[] }[];
}

/** The words of a language. */
export function say(lang: Lang): (zh: string, en: string) => string {
  return (zh, en) => (lang === 'zh' ? zh : en);
}
