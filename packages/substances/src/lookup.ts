import { SUBSTANCES, type Substance } from './table.ts';

const BY_CODE: ReadonlyMap<string, Substance> = new Map(SUBSTANCES.map((entry) => [entry.code, entry]));
const BY_NAME: ReadonlyMap<string, Substance> = new Map(
  SUBSTANCES.flatMap((entry) => namesOf(entry).map((name) => [plain(name), entry] as const)),
);

/** The entry of a code as events carry it; undefined for a code that is not in the table. */
export function substance(code: string): Substance | undefined {
  return BY_CODE.get(code);
}

/** The entry that a code, name or synonym means, whatever its case, width and blanks; undefined where none is known. */
export function substanceByName(text: string): Substance | undefined {
  return BY_NAME.get(plain(text));
}

/** Commonly known, so never new to an area; an unknown code and `other` are not. */
export function isBaseline(code: string): boolean {
  return BY_CODE.get(code)?.baseline ?? false;
}

/** Every spelling of an entry, its code included. */
export function namesOf({ code, name, synonyms }: Substance): string[] {
  return [code, name.zh, name.en, ...synonyms];
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
