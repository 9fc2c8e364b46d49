import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib';
import { faultText, statusOf, toFault, type Fault } from './fault.ts';

/** What the answers of one request share. */
export interface AnswerContext {
  response: ServerResponse;
  headers: OutgoingHttpHeaders;
  /** the request's Accept-Encoding, '' where it may not be compressed */
  accept: string;
  version: string;
}

const ENCODERS: readonly (readonly [string, () => Transform])[] = [
  ['zstd', () => createZstdCompress()],
  ['br', () => createBrotliCompress()],
  ['gzip', () => createGzip()],
  ['deflate', () => createDeflate()],
];

/** Sends a result as it comes. A failure before its first piece is an answer of its own, one after it cuts the answer off. */
export async function sendPieces(context: AnswerContext, pieces: AsyncGenerator<Uint8Array>): Promise<void> {
  const { response, headers, accept, version } = context;
  const first = await pieces.next();
  const tag = randomBytes(8).toString('hex');
  const encoder = encoderOf(accept);
  response.writeHead(200, { ...headers, ...encoder?.headers, 'X-ClickHouse-Exception-Tag': tag });
  const out = encoder?.stream ?? response;
  encoder?.stream.pipe(response, { end: false });
  try {
    if (!first.done) await write(out, first.value);
    for await (const piece of pieces) {
      if (response.destroyed) return;
      await write(out, piece);
    }
  } catch (error) {
    return cutOff({ response, out }, exceptionBlock(toFault(error), { tag, version }));
  } finally {
    await pieces.return(undefined);
  }
  out.end();
  if (encoder) await finished(encoder.stream);
  response.end();
}

/** Sends a whole body; small ones are compressed too. */
export async function sendWhole(context: AnswerContext, body: Uint8Array): Promise<void> {
  const one = async function* (): AsyncGenerator<Uint8Array> {
    if (body.length > 0) yield body;
  };
  const encoder = encoderOf(context.accept);
  if (encoder) return sendPieces(context, one());
  context.response.writeHead(200, { ...context.headers, 'Content-Length': body.length });
  context.response.end(body);
}

export function sendFault({ response, headers, version }: AnswerContext, fault: Fault): void {
  if (response.headersSent) return void response.destroy();
  const text = faultText(fault, version);
  response.writeHead(statusOf(fault), {
    ...headers,
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
    'X-ClickHouse-Exception-Code': fault.code,
  });
  response.end(text);
}

async function write(out: NodeJS.WritableStream, piece: Uint8Array): Promise<void> {
  if (out.write(piece)) return;
  const gone = new AbortController();
  await Promise.race([once(out, 'drain', gone), once(out, 'close', gone)]);
  gone.abort();
}

/** ClickHouse's block for an exception inside a result, found by the tag that the header gave. */
function exceptionBlock(fault: Fault, { tag, version }: { tag: string; version: string }): string {
  const text = faultText(fault, version);
  return `\r\n__exception__\r\n${tag}\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`;
}

/** Says why, then closes the connection without the end that a complete answer has: no client can take it for one. */
async function cutOff(
  { response, out }: { response: ServerResponse; out: NodeJS.WritableStream },
  block: string,
): Promise<void> {
  if (out === response) response.write(block);
  else {
    out.end(block);
    await finished(out as Transform).catch(() => undefined);
  }
  response.socket?.destroySoon();
}

function encoderOf(accept: string): { stream: Transform; headers: OutgoingHttpHeaders } | null {
  const accepted = accept.split(',').map((part) => part.split(';')[0]?.trim());
  const found = ENCODERS.find(([name]) => accepted.includes(name));
  return found ? { stream: found[1](), headers: { 'Content-Encoding': found[0], Vary: 'Accept-Encoding' } } : null;
}
