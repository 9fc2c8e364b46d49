import type { Lang } from '@duqing/catalogue';
import type { BulletinStepRow } from '@duqing/warehouse';

/** Which edition, or which of its correction notices. */
export interface EditionRef {
  quarter: string;
  edition: 'flash' | 'provisional' | 'final';
  audience: string;
  lang: Lang;
  correction?: number;
}

/** Where it stands, as the bulletin service folds its steps. */
export interface EditionState {
  document: string;
  stage: 'none' | 'drafted' | 'returned' | 'reviewed' | 'signed' | 'issued' | 'void';
  draft: BulletinStepRow | null;
  writers: string[];
  reviewer: string | null;
  signer: string | null;
  steps: BulletinStepRow[];
  /** what is being made of it now */
  work: { wish: 'draft' | 'seal'; post: string; since: number } | null;
  /** what was begun last and did not come to its end, with what the writer typed */
  failed: { wish: 'draft' | 'seal'; post: string; zh: string; en: string; narrative: string | null } | null;
}

/**
 * The bulletins' desk as one post has it. Drafting, writing and sealing come back once they have begun: `work` says so until they are
 * done. What is refused is an error named BulletinRefused with its reason in both languages.
 */
export interface Editions {
  states(): Promise<EditionState[]>;
  state(ref: EditionRef): Promise<EditionState>;
  draft(ref: EditionRef): Promise<EditionState>;
  write(ref: EditionRef, narrative: string): Promise<EditionState>;
  review(ref: EditionRef, remark: string): Promise<EditionState>;
  sendBack(ref: EditionRef, remark: string): Promise<EditionState>;
  seal(ref: EditionRef, remark: string): Promise<EditionState>;
  changeLines(ref: EditionRef, lang: Lang): Promise<string[]>;
  draftFile(ref: EditionRef, name: string): Promise<Uint8Array | null>;
}

/** Why the bulletin service refused; null where the error is another one. */
export function refusedText(error: unknown): { zh: string; en: string } | null {
  if (!(error instanceof Error) || error.name !== 'BulletinRefused') return null;
  const { zh } = error as Error & { zh?: string };
  return { zh: zh ?? error.message, en: error.message };
}
