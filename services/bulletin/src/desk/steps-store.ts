import { randomUUID } from 'node:crypto';
import type { BulletinStep, BulletinStepRow, Store } from '@duqing/warehouse';
import { stateOf, type DocumentState } from '../core/desk/state.ts';

/** The state of one document from its steps. */
export async function readState(store: Store, document: string): Promise<DocumentState> {
  const rows = await store.query<BulletinStepRow>(
    'SELECT * FROM bulletin_steps FINAL WHERE document = {document:String} ORDER BY seq, step_id',
    { document },
  );
  return stateOf(document, rows);
}

/** Every document that any step is about, the one touched last first. */
export async function readStates(store: Store): Promise<DocumentState[]> {
  const rows = await store.query<BulletinStepRow>('SELECT * FROM bulletin_steps FINAL ORDER BY document, seq, step_id');
  const states = [...Map.groupBy(rows, ({ document }) => document)].map(([document, own]) => stateOf(document, own));
  return states.sort((a, b) => touchedAt(b) - touchedAt(a) || (a.document < b.document ? -1 : 1));
}

function touchedAt({ steps }: DocumentState): number {
  return steps.at(-1)?.at ?? 0;
}

export interface NewStep {
  step: BulletinStep;
  at: number;
  by: { post: string; role: string };
  draft: Pick<BulletinStepRow, 'as_of' | 'content_id' | 'path' | 'narrative'>;
  remark?: string;
  data?: unknown;
}

export async function appendStep(store: Store, state: DocumentState, given: NewStep): Promise<void> {
  const { step, at, by, draft, remark = '', data = {} } = given;
  const row: BulletinStepRow = {
    step_id: randomUUID(),
    document: state.document,
    seq: state.seq + 1,
    step,
    at,
    post: by.post,
    role: by.role,
    as_of: draft.as_of,
    content_id: draft.content_id,
    path: draft.path,
    narrative: step === 'drafted' ? draft.narrative : '',
    remark,
    data: JSON.stringify(data),
  };
  await store.insert('bulletin_steps', [row]);
}
