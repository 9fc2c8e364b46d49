import type { OutMessage } from '@duqing/runtime';
import type { Rejected } from './rejected.ts';

/** The original bytes (masked where they hold personal data) with where they stood and why they were refused. */
export function letterOf({ row, value, key }: Rejected): OutMessage {
  return {
    key: key === null ? null : Buffer.from(key).toString('utf8'),
    value: value ?? new Uint8Array(),
    headers: {
      ...(JSON.parse(row.headers) as Record<string, string>),
      'duqing-topic': row.topic,
      'duqing-partition': String(row.partition),
      'duqing-offset': row.offset,
      'duqing-reason': row.code,
      'duqing-field': row.field,
      ...(value === null && { 'duqing-null-value': 'true' }),
    },
  };
}
