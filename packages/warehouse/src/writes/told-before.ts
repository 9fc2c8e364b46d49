import { LEDGER_COLUMNS } from '../reads/shadow.ts';
import type { LedgerRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Subjects in one bound text: even with the longest ones a server takes it (128 KiB). */
const SUBJECTS_A_TEXT = 1_200;
/** Subjects in one statement: one pass over the keys serves many, and the bound texts stay within a few MiB. */
const SUBJECTS_A_STATEMENT = 24 * SUBJECTS_A_TEXT;

/** Every ledger row of those of the subjects of which the ledger holds messages from more than one place; a row written twice is one. */
export async function rowsToldSeveralTimes(
  store: Store,
  family: string,
  subjects: readonly string[],
): Promise<LedgerRow[]> {
  const several: string[] = [];
  for (const part of partsOf(subjects, SUBJECTS_A_STATEMENT))
    several.push(...(await toldSeveralTimes(store, family, part)));
  const rows: LedgerRow[] = [];
  for (const part of partsOf(several, SUBJECTS_A_STATEMENT)) rows.push(...(await rowsOf(store, family, part)));
  return rows;
}

/** Reads keys only. */
async function toldSeveralTimes(store: Store, family: string, subjects: readonly string[]): Promise<string[]> {
  const { list, params } = bound(subjects);
  const found = await store.query<{ subject: string }>(
    `SELECT subject FROM ledger WHERE family = {family:String} AND subject IN (${list})
GROUP BY subject HAVING min(offset) != max(offset) OR min(partition) != max(partition) OR min(topic) != max(topic)`,
    { family, ...params },
  );
  return found.map(({ subject }) => subject);
}

/** Without FINAL: a row that was written twice says the same twice, which changes no fact. */
async function rowsOf(store: Store, family: string, subjects: readonly string[]): Promise<LedgerRow[]> {
  const { list, params } = bound(subjects);
  return store.query<LedgerRow>(
    `SELECT ${LEDGER_COLUMNS} FROM ledger WHERE family = {family:String} AND subject IN (${list})`,
    { family, ...params },
  );
}

/** A subquery that gives the subjects. As JSON they are one constant of the statement for every text, not one for every subject. */
function bound(subjects: readonly string[]): { list: string; params: Record<string, string> } {
  const texts = partsOf(subjects, SUBJECTS_A_TEXT).map((part) => JSON.stringify(part));
  const lists = texts.map((_, index) => `JSONExtract({subjects${index}:String}, 'Array(String)')`);
  return {
    list: `SELECT arrayJoin(arrayConcat(${lists.join(', ')}))`,
    params: Object.fromEntries(texts.map((text, index) => [`subjects${index}`, text])),
  };
}

function partsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
