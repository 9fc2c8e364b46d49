import type { Area, Quarter } from './area.ts';
import { dayBetween, messageOf, workingHour, type Message } from './draft.ts';
import type { Random } from './random.ts';

/** What senders get wrong; each is refused with its own reason. */
const FAULTS: [(draft: Record<string, unknown>) => string, ...((draft: Record<string, unknown>) => string)[]] = [
  (event) => JSON.stringify(event).slice(0, -9),
  (event) => JSON.stringify({ ...event, data: { ...(event['data'] as object), colour: 'red' } }),
  (event) => JSON.stringify({ ...event, data: { ...(event['data'] as object), filedAt: '2026-02-30' } }),
  (event) => JSON.stringify({ ...event, data: { ...(event['data'] as object), region: '999999' } }),
  (event) => JSON.stringify({ ...event, type: 'duqing.case.recorded.v2' }),
  (event) => JSON.stringify({ ...event, data: { ...(event['data'] as object), category: 'unheard-of' } }),
  () => '[1]',
];

/** A few bad messages a quarter. */
export function badMessages(area: Area, { quarter, random }: { quarter: Quarter; random: Random }): Message[] {
  return Array.from({ length: random.count(0.3) }, (_, number) => {
    const day = dayBetween(quarter.start, { end: quarter.end, random });
    const message = messageOf(
      {
        topic: 'duqing.cases',
        type: 'duqing.case.recorded.v1',
        source: `/${area.code}/police`,
        subject: `${area.code}-${quarter.key}-X${number + 1}`,
        at: workingHour(day, random),
        data: { revision: 1, region: area.code, category: 'trafficking', filedAt: day, persons: { involved: 1 } },
      },
      random,
    );
    return { ...message, value: random.pick(FAULTS)(JSON.parse(message.value) as Record<string, unknown>) };
  });
}
