import type { Substance } from './table.ts';

/** Every spelling of an entry, its code included. */
export function namesOf({ code, name, synonyms }: Substance): string[] {
  return [code, name.zh, name.en, ...synonyms];
}

/** A name without case, width and outer blanks. */
export function plain(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
