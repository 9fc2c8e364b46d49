export type BulletinStep = 'drafted' | 'reviewed' | 'returned' | 'signed' | 'issued' | 'void';

/** One step of an edition or a correction notice on its way to being issued. */
export interface BulletinStepRow {
  step_id: string;
  /** QUARTER/EDITION/AUDIENCE/LANG, a correction notice's with /correction-N behind it */
  document: string;
  seq: number;
  step: BulletinStep;
  at: number;
  /** a post, never a person; `system` where the calendar did it */
  post: string;
  role: string;
  /** ms: cut-off of the draft that the step is about */
  as_of: number;
  /** hash of the draft that the step is about */
  content_id: string;
  /** folder of the draft, of what was issued where it was */
  path: string;
  narrative: string;
  remark: string;
  /** JSON of what else is told by the kind of step */
  data: string;
}

export interface BulletinNoticeRow {
  bundle_id: string;
  document: string;
  /** bundle of the edition that it corrects */
  edition_id: string;
  /** from 1, by edition */
  number: number;
  as_of: number;
  sealed_at: number;
  path: string;
  /** JSON: the cells as the notice says them */
  figures: string;
}
