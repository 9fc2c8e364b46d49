import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drainPending } from 'chdb';
import { openSpool } from './body.ts';
import { Engine } from './engine.ts';
import { handleQuery, type Service } from './handle.ts';
import type { ChdbUser } from './users.ts';

export interface ChdbServerOptions {
  /** the engine's data directory; a store of this process may have it open as well, another process may not */
  path: string;
  /** default 127.0.0.1; any other asks for a password of every user */
  host?: string;
  /** default 0: any free one */
  port?: number;
  /** default: one user `default` without a password. `generated` = one user with a random password, both in the url */
  users?: readonly ChdbUser[] | 'generated';
}

export interface ChdbServer {
  url: string;
  /** ends when running statements have, and the engine has let go of the directory unless others of this process use it */
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
/** ms; longer than clients keep an idle connection, so that theirs is not closed under a request */
const KEEP_ALIVE = 10_000;

/** Serves ClickHouse's HTTP protocol over the embedded engine. */
export async function startChdbServer(options: ChdbServerOptions): Promise<ChdbServer> {
  const { path, host = '127.0.0.1', port = 0 } = options;
  const users = usersOf(options.users);
  if (!LOOPBACK.has(host) && users.some(({ password }) => password === ''))
    throw new RangeError(`host ${host}: beyond loopback every user needs a password`);
  mkdirSync(path, { recursive: true });
  const engine = new Engine(path);
  const service: Service = { engine, spool: await openSpool(path), users, running: new Set() };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE, requestTimeout: 0 }, (request, response) => {
    route(service, { request, response, local: LOOPBACK.has(host) });
  });
  await listen(server, { host, port });
  return {
    url: urlOf(server, { host, user: options.users === 'generated' ? users[0] : undefined }),
    close: async () => {
      await stop(server);
      engine.close();
      await drainPending();
    },
  };
}

function usersOf(users: ChdbServerOptions['users']): readonly ChdbUser[] {
  if (users === undefined) return [{ name: 'default', password: '' }];
  if (users !== 'generated') return users;
  return [{ name: 'duqing', password: randomBytes(24).toString('hex') }];
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  local: boolean;
}

function route(service: Service, { request, response, local }: Exchange): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const isHealth = ['/ping', '/replicas_status'].includes(pathname);
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams.has('query');
  if (local && isFromPage(request))
    return text(response, { status: 403, body: 'Requests of web pages are not served.\n' });
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? ''))
    return text(response, { status: 405, body: 'Method not allowed.\n' });
  if (isHealth || (pathname === '/' && request.method !== 'POST' && !query))
    return text(response, { status: 200, body: 'Ok.\n' });
  if (pathname !== '/') return text(response, { status: 404, body: `There is no handle ${pathname}\n` });
  void handleQuery(service, request, response);
}

/** A page that a browser of this machine shows must not reach a server that loopback alone protects. */
function isFromPage({ headers }: IncomingMessage): boolean {
  const name = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return headers.origin !== undefined || !LOOPBACK.has(name);
}

function text(response: ServerResponse, { status, body }: { status: number; body: string }): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=UTF-8', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

async function listen(server: Server, address: { host: string; port: number }): Promise<void> {
  server.listen(address);
  await once(server, 'listening');
}

function urlOf(server: Server, { host, user }: { host: string; user: ChdbUser | undefined }): string {
  const { port } = server.address() as AddressInfo;
  const credentials = user ? `${user.name}:${user.password}@` : '';
  return `http://${credentials}${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}
