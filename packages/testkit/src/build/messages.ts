import type { ReferenceRecord } from '../model/records.ts';

/** What a bus or a broker is handed for a record. */
export interface TopicMessage {
  topic: string;
  key: string;
  /** structured-mode CloudEvent, JSON */
  value: string;
}

const TOPICS: Record<string, string> = {
  case: 'duqing.cases',
  seizure: 'duqing.seizures',
  intelligence: 'duqing.intelligence',
  return: 'duqing.returns',
  feed: 'duqing.returns',
};

/** In the given order; with `receivedtime`, so that a replay receives each at its own moment. */
export function asMessages(records: readonly ReferenceRecord[]): TopicMessage[] {
  return records.map(({ receivedAt, ...event }) => ({
    topic: TOPICS[event.type.split('.')[1] ?? ''] ?? 'duqing.returns',
    key: event.subject,
    value: JSON.stringify({ ...event, receivedtime: new Date(receivedAt).toISOString() }),
  }));
}

/** Cuts a list into batches after the given positions (ascending or not, out of range ignored); empty batches are dropped. */
export function cut<T>(list: readonly T[], positions: readonly number[]): T[][] {
  const edges = [0, ...positions.filter((at) => at > 0 && at < list.length).toSorted((a, b) => a - b), list.length];
  return edges.slice(1).flatMap((edge, index) => {
    const batch = list.slice(edges[index], edge);
    return batch.length > 0 ? [batch] : [];
  });
}
