import type { Principal } from '@duqing/access';
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
}

/** Drafts, reviews and seals bulletins. What is refused is an error named BulletinRefused with its reason in both languages. */
export interface Editions {
  states(): Promise<EditionState[]>;
  state(ref: EditionRef): Promise<EditionState>;
  draft(ref: EditionRef, given: { by: Principal }): Promise<EditionState>;
  write(ref: EditionRef, given: { by: Principal; narrative: string }): Promise<EditionState>;
  review(ref: EditionRef, given: { by: Principal; remark: string }): Promise<EditionState>;
  sendBack(ref: EditionRef, given: { by: Principal; remark: string }): Promise<EditionState>;
  seal(ref: EditionRef, given: { by: Principal; remark: string }): Promise<EditionState>;
  changeLines(ref: EditionRef, lang: Lang): Promise<string[]>;
  draftFile(ref: EditionRef, name: string): Promise<Buffer | null>;
}

/** Why the bulletin service refused; null where the error is another one. */
export function refusedText(error: unknown): { zh: string; en: string } | null {
  if (!(error instanceof Error) || error.name !== 'BulletinRefused') return null;
  const { zh } = error as Error & { zh?: string };
  return { zh: zh ?? error.message, en: error.message };
}
