import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../src/sync/desired.ts';

/**
 * A fake of the part of Grafana's documented HTTP API that the sync uses, in memory; it is not Grafana. It does what the documents
 * say that Grafana does to what it stores: ids and versions of boards, provenance, ids and query defaults of rules, a policy tree
 * with a default receiver that someone uses already.
 */
export interface FakeGrafana {
  url: string;
  token: string;
  boards: Map<string, { dashboard: JsonObject; folderUid: string }>;
  folders: Map<string, JsonObject>;
  rules: Map<string, JsonObject>;
  contactPoints: JsonObject[];
  muteTimes: JsonObject[];
  policies: JsonObject;
  /** every request as `METHOD path` */
  asked: string[];
  /** answers 500 to the n-th request from now that writes */
  failAtWrite(n: number): void;
  close(): Promise<void>;
}

type Held = Omit<FakeGrafana, 'url' | 'close' | 'failAtWrite'>;

export async function startFakeGrafana(): Promise<FakeGrafana> {
  const held: Held = {
    token: 'glsa_test',
    boards: new Map(),
    folders: new Map(),
    rules: new Map(),
    contactPoints: [{ uid: 'x', name: 'grafana-default-email', type: 'email', settings: {} }],
    muteTimes: [],
    policies: {
      receiver: 'grafana-default-email',
      routes: [{ receiver: 'theirs', object_matchers: [['team', '=', 'x']] }],
    },
    asked: [],
  };
  let failing = 0;
  const server = createServer((request, response) => {
    void answer(request, response, { held, fails: () => isWrite(request) && failing > 0 && --failing === 0 });
  });
  const url = await listening(server);
  return {
    ...held,
    get policies() {
      return held.policies;
    },
    url,
    failAtWrite: (n) => {
      failing = n;
    },
    close: async () =>
      new Promise((done) => {
        server.close(() => done());
      }),
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function isWrite({ method }: IncomingMessage): boolean {
  return method !== 'GET';
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { held, fails }: { held: Held; fails: () => boolean },
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
  held.asked.push(`${request.method} ${pathname}`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const body = text === '' ? {} : (JSON.parse(text) as JsonObject);
  const send = (status: number, value: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  if (request.headers.authorization !== `Bearer ${held.token}`) return send(401, { message: 'Invalid API key' });
  if (fails()) return send(500, { message: 'database is locked' });
  const found = route(held, { method: request.method ?? '', pathname, searchParams, body });
  if (found === undefined) return send(404, { message: 'not found' });
  return send(found.status ?? 200, found.value);
}

interface Call {
  method: string;
  pathname: string;
  searchParams: URLSearchParams;
  body: JsonObject;
}

function route(
  held: Held,
  { method, pathname, searchParams, body }: Call,
): { status?: number; value: unknown } | undefined {
  const [, api, ...parts] = pathname.split('/');
  const path = parts.map(decodeURIComponent);
  if (api !== 'api') return undefined;
  const [first, second, third] = path;
  if (first === 'folders' && method === 'POST')
    return { value: put(held.folders, String(body['uid']), { ...body, id: 7 }) };
  if (first === 'folders' && second) return valueOf(held.folders.get(second));
  if (first === 'search')
    return {
      value: [...held.boards.values()]
        .filter((one) => hasTag(one.dashboard, searchParams.get('tag')))
        .map(({ dashboard }) => ({ uid: dashboard['uid'] })),
    };
  if (first === 'dashboards' && second === 'db') return { value: saveBoard(held, body) };
  if (first === 'dashboards' && second === 'uid' && third) return board(held, method, third);
  return first === 'v1' && second === 'provisioning'
    ? alerting(held, { method, path: path.slice(2), body })
    : undefined;
}

function valueOf(value: unknown): { value: unknown } | undefined {
  return value === undefined ? undefined : { value };
}

function put<T>(map: Map<string, T>, key: string, value: T): T {
  map.set(key, value);
  return value;
}

function hasTag(dashboard: JsonObject, tag: string | null): boolean {
  return tag === null || ((dashboard['tags'] ?? []) as string[]).includes(tag);
}

function saveBoard(held: Held, body: JsonObject): object {
  const dashboard = body['dashboard'] as JsonObject;
  const uid = String(dashboard['uid']);
  const version = Number(held.boards.get(uid)?.dashboard['version'] ?? 0) + 1;
  held.boards.set(uid, { dashboard: { ...dashboard, id: 11, version }, folderUid: String(body['folderUid']) });
  return { uid, version, status: 'success' };
}

function board(held: Held, method: string, uid: string): { value: unknown } | undefined {
  const found = held.boards.get(uid);
  if (!found) return undefined;
  if (method === 'DELETE') held.boards.delete(uid);
  return { value: { dashboard: found.dashboard, meta: { folderUid: found.folderUid } } };
}

function alerting(
  held: Held,
  { method, path, body }: { method: string; path: string[]; body: JsonObject },
): { status?: number; value: unknown } | undefined {
  const [kind, name, , group] = path;
  switch (kind) {
    case 'alert-rules':
      if (method === 'GET') return { value: [...held.rules.values()] };
      return held.rules.delete(String(name)) ? { status: 204, value: {} } : undefined;
    case 'folder':
      for (const [uid, rule] of held.rules)
        if (rule['folderUID'] === name && rule['ruleGroup'] === group) held.rules.delete(uid);
      for (const rule of body['rules'] as JsonObject[])
        held.rules.set(String(rule['uid']), stored(rule, { folderUID: String(name), ruleGroup: String(group) }));
      return { value: body };
    case 'contact-points':
      if (method === 'POST') held.contactPoints.push(body);
      return { status: method === 'POST' ? 202 : 200, value: method === 'POST' ? body : held.contactPoints };
    case 'mute-timings':
      if (method === 'POST') held.muteTimes.push(body);
      return { status: method === 'POST' ? 201 : 200, value: method === 'POST' ? body : held.muteTimes };
    case 'policies':
      if (method === 'PUT') held.policies = body;
      return { status: method === 'PUT' ? 202 : 200, value: held.policies };
    default:
      return undefined;
  }
}

/** What is written into a rule beside what was sent. */
function stored(rule: JsonObject, place: { folderUID: string; ruleGroup: string }): JsonObject {
  const data = (rule['data'] as JsonObject[]).map((query) => ({
    ...query,
    model: { intervalMs: 1_000, maxDataPoints: 43_200, ...(query['model'] as JsonObject) },
  }));
  return { ...rule, ...place, data, id: 3, orgID: 1, updated: '2026-10-01T00:00:00Z', provenance: '' };
}
