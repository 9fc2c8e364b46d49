import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Heard {
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export interface Receiver {
  url: string;
  heard: Heard[];
  /** answers of the next requests, oldest first; then the default; `hang` answers never */
  next: ({ status: number; body?: string } | 'hang')[];
  close(): Promise<void>;
}

/** An HTTP service on a free port that records what it is sent. */
export async function startReceiver(fallback: { status: number; body: string }): Promise<Receiver> {
  const heard: Heard[] = [];
  const next: Receiver['next'] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const answer = next.shift() ?? fallback;
      if (answer === 'hang') return;
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body ?? fallback.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, heard, next, close };
}
