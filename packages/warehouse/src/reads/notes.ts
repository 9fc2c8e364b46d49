import type { Cell } from '@duqing/catalogue';
import type { CellNoteRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Notes written until a moment (ms, inclusive), oldest first; of one cell or of all. */
export async function notesOf(
  store: Store,
  { at, cell }: { at: number; cell?: Pick<CellNoteRow, 'indicator' | 'region' | 'period'> },
): Promise<CellNoteRow[]> {
  const one = cell
    ? 'AND indicator = {indicator:String} AND region = {region:String} AND period = {period:String}'
    : '';
  return store.query<CellNoteRow>(
    `SELECT * FROM cell_notes FINAL WHERE cell_notes.at <= {at:Int64} ${one} ORDER BY cell_notes.at, note_id`,
    { at, ...cell },
  );
}

/** The cells with what analysts said of them until a moment (ms, inclusive). */
export async function withNotes(store: Store, cells: readonly Cell[], at: number): Promise<Cell[]> {
  const held = Map.groupBy(await notesOf(store, { at }), keyOf);
  return cells.map((cell) => {
    const notes = held.get(keyOf(cell));
    return notes
      ? { ...cell, notes: notes.map((note) => ({ at: moment(note.at), author: note.author, text: note.text })) }
      : cell;
  });
}

function keyOf({ indicator, region, period }: Pick<CellNoteRow, 'indicator' | 'region' | 'period'>): string {
  return `${indicator}/${region}/${period}`;
}

/** RFC 3339 in +08:00. */
function moment(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
}
