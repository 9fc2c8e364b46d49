import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Access } from '@duqing/access';
import type { Logger } from '@duqing/runtime';
import { z } from 'zod';
import { refOf } from '../core/desk/state.ts';
import { BulletinRefused } from '../core/edition.ts';
import type { DeskWork } from '../desk/desk-work.ts';

export interface DeskServerOptions {
  work: DeskWork;
  access: Access;
  logger: Logger;
  /** 0 = any free one */
  port: number;
}

export interface DeskServer {
  /** http://host:port without a slash at the end */
  url: string;
  close(): Promise<void>;
}

const document = z
  .string()
  .regex(
    /^\d{4}Q[1-4]\/(?:flash|provisional|final)\/(?:internal|public|county:[0-9A-Z]{1,12})\/(?:zh|en)(?:\/correction-[1-9]\d{0,3})?$/,
  );
const remark = z.string().max(500);
const lang = z.enum(['zh', 'en']);

/** What may be asked: one call with its arguments, of the post whose token comes with it. */
const callSchema = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal('states') }),
  z.strictObject({ call: z.literal('state'), document }),
  z.strictObject({ call: z.literal('draft'), document }),
  z.strictObject({ call: z.literal('write'), document, narrative: z.string().max(200_000) }),
  z.strictObject({ call: z.literal('review'), document, remark }),
  z.strictObject({ call: z.literal('sendBack'), document, remark }),
  z.strictObject({ call: z.literal('seal'), document, remark }),
  z.strictObject({ call: z.literal('changeLines'), document, lang }),
  z.strictObject({ call: z.literal('draftFile'), document, name: z.string().max(100) }),
]);
type Call = z.output<typeof callSchema>;

/** Bytes of a request. */
const MOST = 1_000_000;

interface Answer {
  status: number;
  body: unknown;
}

/**
 * `POST /desk`: the desk for pages that run as a process of their own. Every call comes with the post's own token, which is verified
 * here again; on loopback. 200 `{ value }`, a file as base64; 409 `{ refused: { zh, en } }`; 400, 401, 403, 404 where the call itself
 * is at fault.
 */
export async function startDeskServer({ port, ...parts }: DeskServerOptions): Promise<DeskServer> {
  const server = createServer((request, response) => void reply(parts, { request, response }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const close = async (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeIdleConnections();
    });
  return { url: `http://127.0.0.1:${bound}`, close };
}

type Parts = Omit<DeskServerOptions, 'port'>;

async function reply(
  parts: Parts,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { status, body } = await answerTo(parts, request).catch((error: unknown): Answer => {
    if (error instanceof BulletinRefused)
      return { status: 409, body: { refused: { zh: error.zh, en: error.message } } };
    parts.logger.error({ err: error }, 'desk');
    return { status: 500, body: { error: 'internal' } };
  });
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function answerTo({ work, access }: Parts, request: IncomingMessage): Promise<Answer> {
  if (request.method !== 'POST' || request.url !== '/desk') return { status: 404, body: { error: 'POST /desk' } };
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const by = token === undefined ? null : await access.verify(token);
  if (by === null) return { status: 401, body: { error: 'token' } };
  if (!access.allows(by, 'write-bulletin', by.area)) return { status: 403, body: { error: 'role' } };
  const text = await textOf(request);
  const call = text === null ? null : callSchema.safeParse(parsed(text));
  if (!call?.success) return { status: 400, body: { error: call?.error.message ?? 'too large' } };
  return { status: 200, body: { value: await carriedOut(work.as(by), call.data) } };
}

/** Null where it is too large. */
async function textOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST) return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function carriedOut(desk: ReturnType<DeskWork['as']>, call: Call): Promise<unknown> {
  switch (call.call) {
    case 'states':
      return desk.states();
    case 'state':
      return desk.state(refOf(call.document));
    case 'draft':
      return desk.draft(refOf(call.document));
    case 'write':
      return desk.write(refOf(call.document), call.narrative);
    case 'review':
      return desk.review(refOf(call.document), call.remark);
    case 'sendBack':
      return desk.sendBack(refOf(call.document), call.remark);
    case 'seal':
      return desk.seal(refOf(call.document), call.remark);
    case 'changeLines':
      return desk.changeLines(refOf(call.document), call.lang);
    case 'draftFile':
      return (await desk.draftFile(refOf(call.document), call.name))?.toString('base64') ?? null;
  }
}
