import type { AlertLetterRow, LetterSort } from '@duqing/warehouse';
import { isToDo, isUnanswered, letterId, noticesBefore, refOf, type History } from './history.ts';

/** What is known when a letter is about to be sent. */
export interface Known {
  histories: ReadonlyMap<string, History>;
  /** by `letterId` */
  letters: ReadonlyMap<string, AlertLetterRow>;
  /** ms */
  now: number;
}

/**
 * Whether a letter that waits need not be sent any more. A notice that was taken back, or said again more gravely, while it was held is
 * not sent; a recall of what never went out is not either. A recall of anything that went out is always sent.
 */
export function isMoot(letter: AlertLetterRow, known: Known): boolean {
  const history = known.histories.get(letter.key);
  if (history === undefined) return false;
  const sort: LetterSort = letter.sort;
  switch (sort) {
    case 'notice':
      return isOvertaken(letter, history);
    case 'recall':
      return noticesBefore(history, letter.number).every(({ ref }) => neverWent(ref, { letter, known }));
    case 'resolved':
      return false;
    case 'stand-in':
    case 'escalated':
      return !isUnanswered(history, { number: letter.number, at: known.now });
    case 'assigned':
    case 'reminder':
    case 'overdue': {
      const act = history.acts.find(({ act_id }) => refOf(sort, act_id) === letter.ref);
      return act !== undefined && !isToDo(history, { act, at: known.now });
    }
  }
}

function isOvertaken({ held, number, release_at }: AlertLetterRow, { sent }: History): boolean {
  const next = sent.find((one) => one.number > number && one.sort !== 'resolved');
  return held !== '' && next !== undefined && next.at <= release_at;
}

/** A notice whose letter is not known any more is taken to have gone out. */
function neverWent(ref: string, { letter, known }: { letter: AlertLetterRow; known: Known }): boolean {
  const notice = known.letters.get(letterId({ ref, recipient: letter.recipient }));
  return notice !== undefined && isMoot(notice, known);
}
