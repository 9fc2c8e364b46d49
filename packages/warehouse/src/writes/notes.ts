import { createHash } from 'node:crypto';
import type { CellNoteRow } from '../schema.ts';
import type { CellNoteEndRow } from '../schema-configuration.ts';
import type { Store } from '../store/store.ts';

/** Takes a note back: what was said stays, with who took it back. */
export async function withdrawNote(store: Store, end: CellNoteEndRow): Promise<void> {
  await store.insert('cell_note_ends', [end]);
}

/** Appends a note; the same note of the same moment is one. Gives it with its id. */
export async function addNote(store: Store, note: Omit<CellNoteRow, 'note_id'>): Promise<CellNoteRow> {
  const { indicator, region, period, at, author, text } = note;
  const identity = JSON.stringify([indicator, region, period, at, author, text]);
  const row = { note_id: createHash('sha256').update(identity).digest('hex').slice(0, 32), ...note };
  await store.insert('cell_notes', [row]);
  return row;
}
