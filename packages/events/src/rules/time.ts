import { dayOf } from '@duqing/calendar';
import type { ValidationContext } from '../context.ts';
import type { Milestone } from '../days.ts';
import type { Fault } from '../fault.ts';
import type { Flag } from '../types.ts';

/** Older than this when it is received, a record is doubtful: a slip of the year is likelier than news. */
const LONG_AGO_YEARS = 10;

/** When the message counts as received (ms): the extension attribute where it is honoured, else the append time. */
export function receivedAt(
  { receivedtime, appendedAt }: { receivedtime: string | undefined; appendedAt: number },
  { replay, now, sealedUntil }: ValidationContext,
): number | Fault {
  if (!replay || receivedtime === undefined) return appendedAt;
  const at = Date.parse(receivedtime);
  if (at > now) return { code: 'received-in-future', field: 'receivedtime' };
  if (sealedUntil !== null && at <= sealedUntil) {
    const cutOff = new Date(sealedUntil).toISOString();
    const right = { zh: `晚于 ${cutOff}`, en: `after ${cutOff}` };
    return { code: 'received-before-sealed', field: 'receivedtime', right };
  }
  return at;
}

/** Doubts about when something happened, judged at the time of receipt so that a replay says the same. */
export function timeFlags(milestones: Milestone[], received: number): Flag[] {
  const today = dayOf(received);
  const longAgo = `${String(Number(today.slice(0, 4)) - LONG_AGO_YEARS).padStart(4, '0')}${today.slice(4)}`;
  return milestones.flatMap(({ field, at, day }): Flag[] => {
    const isAhead = day === today && at.length > 10 ? Date.parse(at) > received : day > today;
    if (isAhead) return [{ code: 'occurred-in-future', field }];
    return day < longAgo ? [{ code: 'occurred-long-ago', field }] : [];
  });
}
