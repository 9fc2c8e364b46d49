import type { Channel } from './channel.ts';
import { postJson } from './http.ts';

export interface WebhookOptions {
  url: string;
  /** ms until an attempt is given up; default 5 000 */
  timeout?: number;
}

/** Plain JSON to one address; `idempotency-key` is the same at every try, so that the receiver can drop repeats. */
export function webhookChannel({ url, timeout = 5_000 }: WebhookOptions): Channel {
  return {
    id: 'webhook',
    send: async (message) => {
      const headers = { 'idempotency-key': `${message.id}/${message.role}` };
      await postJson({ channel: 'webhook', url, body: message, headers, timeout });
    },
  };
}
