import { findPersonalData } from '@duqing/events';

const LONGEST = 500;

/** What keeps a text from being a note of a cell, in both languages; null where it may be one. */
export function noteFault(text: string): { zh: string; en: string } | null {
  if (text.trim() === '') return { zh: '不能为空', en: 'empty' };
  if ([...text].length > LONGEST) return { zh: `超过 ${LONGEST} 字`, en: `more than ${LONGEST} characters` };
  const [found] = findPersonalData(text);
  if (!found) return null;
  const [from, to] = [found.start + 1, found.end];
  return {
    zh: `第 ${from} 至 ${to} 字疑似个人信息（${found.kind}）`,
    en: `characters ${from} to ${to} look like personal data (${found.kind})`,
  };
}
