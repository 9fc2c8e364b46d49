import { reasonOf } from '@duqing/events';
import type { Text } from './words.ts';

/** What a reason's code means, in one short sentence without field and value. */
export function codeName(code: string): Text {
  const { zh, en } = reasonOf({ code: code as Parameters<typeof reasonOf>[0]['code'], field: '' });
  return { zh: zh.split(/[。，（]/)[0] ?? code, en: en.split(/[.;(]/)[0]?.trim() ?? code };
}
