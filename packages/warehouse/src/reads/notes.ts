import { shanghai } from '@duqing/calendar';
import type { Cell } from '@duqing/catalogue';
import type { CellNote, NoteQuery } from '../reader.ts';
import type { CellNoteRow } from '../schema.ts';
import type { CellNoteEndRow } from '../schema-configuration.ts';
import type { Store } from '../store/store.ts';

const EACH = ['indicator', 'region', 'period'] as const;

/** Notes written until a moment (ms, inclusive), oldest first, each with who had taken it back by then. */
export async function notesOf(store: Store, { at, ...query }: NoteQuery & { at: number }): Promise<CellNote[]> {
  const narrowed = EACH.filter((part) => query[part] !== undefined).map((part) => `AND ${part} = {${part}:String}`);
  const rows = await store.query<CellNoteRow>(
    `SELECT * FROM cell_notes FINAL WHERE cell_notes.at <= {at:Int64} ${narrowed.join(' ')} ORDER BY cell_notes.at, note_id`,
    { at, ...query },
  );
  const ends = await store.query<CellNoteEndRow>(
    'SELECT * FROM cell_note_ends FINAL WHERE cell_note_ends.at <= {at:Int64} ORDER BY cell_note_ends.at, author',
    { at },
  );
  // the first counts
  const ended = new Map(ends.toReversed().map((end) => [end.note_id, { at: shanghai(end.at), author: end.author }]));
  return rows.map(({ note_id: id, at: written, ...note }) => ({
    id,
    ...note,
    at: shanghai(written),
    withdrawn: ended.get(id) ?? null,
  }));
}

/** The cells with what analysts said of them until a moment (ms, inclusive) and had not taken back by then. */
export async function withNotes(store: Store, cells: readonly Cell[], at: number): Promise<Cell[]> {
  const standing = (await notesOf(store, { at })).filter(({ withdrawn }) => withdrawn === null);
  const held = Map.groupBy(standing, keyOf);
  return cells.map((cell) => {
    const notes = held.get(keyOf(cell));
    return notes
      ? { ...cell, notes: notes.map(({ id, at: written, author, text }) => ({ id, at: written, author, text })) }
      : cell;
  });
}

function keyOf({ indicator, region, period }: Pick<CellNote, 'indicator' | 'region' | 'period'>): string {
  return `${indicator}/${region}/${period}`;
}
