import type { Lang } from '@duqing/catalogue';
import type { BulletinStepRow } from '@duqing/warehouse';
import type { Edition } from '../types.ts';

/** What steps are about: an edition, or one of its correction notices. */
export interface DocumentRef {
  quarter: string;
  edition: Edition;
  audience: string;
  lang: Lang;
  /** number of the correction notice; absent = the edition itself */
  correction?: number;
}

export type Stage = 'none' | 'drafted' | 'returned' | 'reviewed' | 'signed' | 'issued' | 'void';

/** Where a document stands. */
export interface DocumentState {
  document: string;
  stage: Stage;
  /** steps so far: the next one's number is one more */
  seq: number;
  /** the draft that counts; null before the first */
  draft: BulletinStepRow | null;
  /** posts that drafted it since it began, the calendar left out */
  writers: string[];
  reviewer: string | null;
  signer: string | null;
  steps: BulletinStepRow[];
}

export const SYSTEM = 'system';

/** QUARTER/EDITION/AUDIENCE/LANG, with /correction-N for a notice. */
export function documentKey({ quarter, edition, audience, lang, correction }: DocumentRef): string {
  const own = [quarter, edition, audience, lang].join('/');
  return correction === undefined ? own : `${own}/correction-${correction}`;
}

export function refOf(document: string): DocumentRef {
  const [quarter = '', edition, audience = '', lang, correction] = document.split('/');
  const common = { quarter, edition: edition as Edition, audience, lang: lang as Lang };
  return correction === undefined ? common : { ...common, correction: Number(correction.replace('correction-', '')) };
}

/** The steps folded: a review or a signature counts only for the very draft that it names, whatever the order of rows. */
export function stateOf(document: string, rows: readonly BulletinStepRow[]): DocumentState {
  const steps = rows.filter((row) => row.document === document).sort(inOrder);
  const none: DocumentState = {
    document,
    stage: 'none',
    seq: steps.at(-1)?.seq ?? 0,
    draft: null,
    writers: [],
    reviewer: null,
    signer: null,
    steps,
  };
  return steps.reduce(after, none);
}

function after(state: DocumentState, row: BulletinStepRow): DocumentState {
  if (row.step === 'drafted') return drafted(state, row);
  if (row.content_id !== state.draft?.content_id) return state;
  switch (row.step) {
    case 'reviewed':
      return state.stage === 'drafted' ? { ...state, stage: 'reviewed', reviewer: row.post } : state;
    case 'returned':
      return state.stage === 'issued' ? state : { ...state, stage: 'returned', reviewer: null, signer: null };
    case 'signed':
      return state.stage === 'reviewed' ? { ...state, stage: 'signed', signer: row.post } : state;
    case 'issued':
      return state.stage === 'signed' ? { ...state, stage: 'issued' } : state;
    case 'void':
      return state.stage === 'issued' ? state : { ...state, stage: 'void', reviewer: null, signer: null };
  }
}

/** A new draft begins anew; what was issued stays issued. */
function drafted(state: DocumentState, row: BulletinStepRow): DocumentState {
  if (state.stage === 'issued') return state;
  const before = state.stage === 'void' ? [] : state.writers;
  const writers = row.post === SYSTEM ? before : [...new Set([...before, row.post])];
  return { ...state, stage: 'drafted', draft: row, writers, reviewer: null, signer: null };
}

function inOrder(a: BulletinStepRow, b: BulletinStepRow): number {
  return a.seq - b.seq || a.at - b.at || (a.step_id < b.step_id ? -1 : 1);
}

export type Wish = 'draft' | 'review' | 'return' | 'seal';

/** Why a post may not take a step now, in both languages; null where it may. Rights of roles are not asked here. */
export function refusal(state: DocumentState, wish: Wish, post: string): { zh: string; en: string } | null {
  const { stage, writers, reviewer } = state;
  if (stage === 'issued') return { zh: '已签发，不再改变', en: 'it is issued and never changes' };
  switch (wish) {
    case 'draft':
      return null;
    case 'return':
      if (stage === 'drafted' || stage === 'reviewed' || stage === 'signed') return null;
      return { zh: '没有待处理的草稿', en: 'there is no draft to send back' };
    case 'review':
      if (stage !== 'drafted')
        return {
          zh: `没有待审核的草稿（${STAGES[stage].zh}）`,
          en: `no draft waits for a review (${STAGES[stage].en})`,
        };
      if (writers.includes(post))
        return { zh: `${post} 参与起草，须由另一岗位审核`, en: `${post} wrote it: another post must review it` };
      return null;
    case 'seal':
      if (stage !== 'reviewed')
        return { zh: `须先审核（${STAGES[stage].zh}）`, en: `it must be reviewed first (${STAGES[stage].en})` };
      if (writers.includes(post))
        return { zh: `${post} 参与起草，须由另一岗位签发`, en: `${post} wrote it: another post must seal it` };
      // a draft that the calendar made has no writer: reviewer and signer are then the two
      if (writers.length === 0 && reviewer === post)
        return {
          zh: `${post} 已审核，自动起草的须由另一岗位签发`,
          en: `${post} reviewed it: what the calendar drafted is sealed by another post`,
        };
      return null;
  }
}

export const STAGES: Record<Stage, { zh: string; en: string }> = {
  none: { zh: '未起草', en: 'not drafted' },
  drafted: { zh: '待审核', en: 'waits for a review' },
  returned: { zh: '已退回修改', en: 'sent back' },
  reviewed: { zh: '已审核，待签发', en: 'reviewed, waits to be sealed' },
  signed: { zh: '已签发，待发布日', en: 'sealed, waits for its release day' },
  issued: { zh: '已发布', en: 'issued' },
  void: { zh: '已撤销', en: 'void' },
};
