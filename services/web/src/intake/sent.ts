import type { FastifyRequest } from 'fastify';
import type { Sent } from './read-events.ts';

/** What a request brought, its body as bytes. */
export function sentOf({ headers, body }: FastifyRequest): Sent {
  const texts = Object.entries(headers).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  return { contentType, headers: Object.fromEntries(texts), body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}
