import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';
import { processMetrics } from './process-metrics.ts';

export interface HealthServerOptions {
  health: Health;
  metrics: Metrics;
  /** 0 = any free port */
  port: number;
  /** default loopback */
  host?: string;
}

export interface HealthServer {
  /** http://host:port without a slash at the end */
  url: string;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

/** GET /live and /ready (200, or 503 with the faults by name) and /metrics. Rejects where the port cannot be had. */
export async function startHealthServer({
  health,
  metrics,
  port,
  host = '127.0.0.1',
}: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => void reply({ health, metrics }, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: bound } = server.address() as AddressInfo;
  const close = async (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeAllConnections();
    });
  return { url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`, close };
}

type Parts = Pick<HealthServerOptions, 'health' | 'metrics'>;

async function reply(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, type, body } = await answerTo(parts, request).catch((error: unknown) =>
    text(500, error instanceof Error ? error.message : String(error)),
  );
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answerTo({ health, metrics }: Parts, { method, url = '/' }: IncomingMessage): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'GET only');
  switch (url.split('?')[0]) {
    case '/live':
      return verdict(await health.faults('live'));
    case '/ready':
      return verdict(await health.faults('ready'));
    case '/metrics':
      return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: metrics.text() + processMetrics() };
    default:
      return text(404, '/live, /ready or /metrics');
  }
}

function verdict(faults: Awaited<ReturnType<Health['faults']>>): Answer {
  const isWell = faults.length === 0;
  const body = JSON.stringify({ status: isWell ? 'ok' : 'fault', faults });
  return { status: isWell ? 200 : 503, type: 'application/json; charset=utf-8', body };
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}
