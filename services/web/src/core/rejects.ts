import { shanghai } from '@duqing/calendar';
import type { RejectRow } from '@duqing/warehouse';
import type { Text } from './query.ts';

/** One refused message as EVENTS.md's `rejects list --json` gives it, as a reader without any role may see it. */
export interface RejectView {
  topic: string;
  partition: number;
  offset: string;
  source: string | null;
  id: string | null;
  reason: string;
  field: string;
  receivedAt: string;
  /** null where it is withheld */
  payload: string | null;
  text: Text;
  masked: boolean;
  /** its id and text name intelligence, which one role alone sees */
  withheld: boolean;
}

/** Newest first. */
export function rejectViews(rows: readonly RejectRow[]): RejectView[] {
  return [...rows].sort((a, b) => b.received_at - a.received_at).map(viewOf);
}

function viewOf(row: RejectRow): RejectView {
  const payload = shownPayload(row);
  const { topic, partition, offset, source, id, code, field, reason_zh, reason_en, masked } = row;
  return {
    topic,
    partition,
    offset,
    source: source === '' ? null : source,
    id: id === '' || payload === null ? null : id,
    reason: code,
    field,
    receivedAt: shanghai(row.received_at),
    payload,
    text: { zh: reason_zh, en: reason_en },
    masked,
    withheld: payload === null,
  };
}

/** Whether a message says of itself, or by where it stood, that it is intelligence. */
export function isIntelligence({ topic, type }: Pick<RejectRow, 'topic' | 'type'>): boolean {
  return topic === 'duqing.intelligence' || type.startsWith('duqing.intelligence.');
}

/** A payload without what ties a case to a tip; null where it is intelligence, or cannot be told to hold none of it. */
export function shownPayload(row: RejectRow): string | null {
  if (isIntelligence(row)) return null;
  const bytes = Buffer.from(row.payload, 'base64');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return row.payload;
  if (!/report|intelligence|\\u/i.test(text)) return text;
  return withoutReports(text);
}

function withoutReports(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (/"duqing\.intelligence\./.test(JSON.stringify(value))) return null;
  return hidesNothing(value) ? text : JSON.stringify(value, (key, inner: unknown) => (isReports(key) ? ['…'] : inner));
}

function isReports(key: string): boolean {
  return key.toLowerCase() === 'reports';
}

function hidesNothing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => !isReports(key) && hidesNothing(inner));
}
