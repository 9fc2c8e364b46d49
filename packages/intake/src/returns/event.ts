import { FEED } from './columns.ts';
import type { PlannedRow } from './plan.ts';

/**
 * A planned row as a CloudEvent's text. Sent again with the same `time` (RFC 3339) it is the same bytes; sent anew later it is another
 * id, so that equal figures are a duplicate and no conflict.
 */
export function returnEvent(row: PlannedRow, { source, time }: { source: string; time: string }): string {
  const { region, measure, period, revision, figures } = row;
  const feed = measure.startsWith(FEED) ? measure.slice(FEED.length) : null;
  const subject = `${region}/${feed ?? measure}/${period}`;
  const what = feed === null ? { measure } : { feed };
  return JSON.stringify({
    specversion: '1.0',
    id: `sheet:${subject}:${revision}:${Date.parse(time).toString(36)}`,
    source,
    type: feed === null ? 'duqing.return.submitted.v1' : 'duqing.feed.attested.v1',
    subject,
    time,
    datacontenttype: 'application/json',
    data: { revision, region, ...what, period, ...figures },
  });
}
