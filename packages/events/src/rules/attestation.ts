import { addDays, dayOf, parsePeriod } from '@duqing/calendar';
import type { Fault } from '../fault.ts';
import type { AttestationData } from '../types.ts';
import { subjectFault } from './return.ts';

/** Each quarter is attested by its own message, through one of its own days that is over or running when the message is made. */
export function attestationFault({
  data,
  subject,
  time,
}: {
  data: AttestationData;
  subject: string;
  time: number;
}): Fault | null {
  const period = parsePeriod(data.period);
  if (period?.kind !== 'quarter') {
    const right = { zh: '按季度确认，例如 2026Q2', en: 'a quarter, such as 2026Q2: each is attested by its own' };
    return { code: 'period-not-native', field: 'data.period', right };
  }
  const { through } = data;
  if (through < period.start || through >= period.end) {
    const last = addDays(period.end, -1);
    const right = { zh: `${period.start} 至 ${last} 之间的日期`, en: `a day from ${period.start} to ${last}` };
    return { code: 'out-of-range', field: 'data.through', right };
  }
  const latest = dayOf(time);
  if (through > latest) {
    const right = { zh: `不晚于消息生成之日 ${latest}`, en: `at most the day of time, ${latest}` };
    return { code: 'attested-after-time', field: 'data.through', right };
  }
  return subjectFault(subject, [data.region, data.feed, data.period]);
}
