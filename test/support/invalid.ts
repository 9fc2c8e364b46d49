import { caseEvent } from '@duqing/testkit';

interface Invalid {
  name: string;
  value: string | Uint8Array;
  /** what the dead letter says */
  reason: string;
  field: string;
}

function event(data: object, more: object = {}): string {
  const { receivedAt: _, ...good } = caseEvent({}, { subject: '980101-invalid' });
  return JSON.stringify({ ...good, data: { ...good.data, ...data }, ...more });
}

/** One fault each. */
export const INVALID: readonly Invalid[] = [
  { name: 'broken JSON', value: event({}).slice(0, -7), reason: 'not-json', field: '' },
  { name: 'an array', value: '[1]', reason: 'not-an-object', field: '' },
  { name: 'GBK', value: Buffer.from('7b22c3fb223a317d', 'hex'), reason: 'not-utf8', field: '' },
  {
    name: 'an unknown type',
    value: event({}, { type: 'duqing.raid.recorded.v1' }),
    reason: 'unknown-type',
    field: 'type',
  },
  { name: 'an unknown key', value: event({ colour: 'red' }), reason: 'unknown-key', field: 'data.colour' },
  {
    name: 'a future version',
    value: event({}, { type: 'duqing.case.recorded.v9' }),
    reason: 'unknown-version',
    field: 'type',
  },
  {
    name: 'an impossible date',
    value: event({ filedAt: '2026-02-30' }),
    reason: 'impossible-date',
    field: 'data.filedAt',
  },
  { name: '6 MB', value: event({ remark: 'x'.repeat(6_000_000) }), reason: 'too-large', field: '' },
];
