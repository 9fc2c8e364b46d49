import { findPersonalData } from '@duqing/events';

export interface Said {
  zh: string;
  en: string;
}

/** An act that cannot be done: why, in words for the post that asked. Posting it again changes nothing. */
export class ActError extends Error {
  override readonly name = 'ActError';
  readonly field: string;
  readonly text: Said;

  constructor(field: string, text: Said) {
    super(`${field}: ${text.en}`);
    this.field = field;
    this.text = text;
  }
}

const LONGEST = 500;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/u;

/** A free text as it is kept; throws an ActError where it is too long, unprintable, or holds what looks like a person's number. */
export function freeText(given: string): string {
  const text = given.replaceAll('\r\n', '\n').trim();
  if ([...text].length > LONGEST)
    throw new ActError('text', { zh: `超过${LONGEST}个字`, en: `more than ${LONGEST} characters` });
  if (CONTROL.test(text)) throw new ActError('text', { zh: '含有不可见字符', en: 'holds unprintable characters' });
  const [found] = findPersonalData(text);
  if (found)
    throw new ActError('text', {
      zh: `第${found.start + 1}至${found.end}个字符像个人信息，请删去`,
      en: `characters ${found.start + 1} to ${found.end} look like personal data (${found.kind})`,
    });
  return text;
}
