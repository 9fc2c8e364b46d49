import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PayloadError } from './alertmanager/payload.ts';

/** A larger body is refused. */
const MOST_BYTES = 8 * 2 ** 20;

export interface IntakeOptions {
  /** 0 = any free port; loopback only */
  port: number;
  handle: (payload: unknown) => Promise<void>;
  onError: (error: unknown) => void;
}

/**
 * `POST /alertmanager`: 200 once what it releases is sent or in the ledger of delivery as failed; 400 where it is no payload; 500
 * where it should be posted again.
 */
export async function startIntake(options: IntakeOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answerTo(request, options).then((status) => response.writeHead(status, { connection: 'close' }).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeIdleConnections();
    });
  return { url: `http://127.0.0.1:${port}/alertmanager`, close };
}

async function answerTo(request: IncomingMessage, { handle, onError }: IntakeOptions): Promise<number> {
  if (request.method !== 'POST' || request.url !== '/alertmanager') return 404;
  try {
    const payload = parsed(await bodyOf(request));
    if (payload === undefined) return 400;
    await handle(payload);
    return 200;
  } catch (error) {
    onError(error);
    return error instanceof PayloadError ? 400 : 500;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new PayloadError('payload: larger than 8 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
