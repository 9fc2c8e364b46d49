import type { Lang } from '@duqing/catalogue';
import { WORDS } from '../src/words.ts';

/** Names of columns in a language. */
export function readWords(lang: Lang): Record<keyof typeof WORDS, string> {
  return Object.fromEntries(Object.entries(WORDS).map(([key, words]) => [key, words[lang]])) as Record<
    keyof typeof WORDS,
    string
  >;
}
