import type { Principal } from '@duqing/access';
import type { Clock, Logger } from '@duqing/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { spend, type Allowance } from './rate.ts';
import { readEvents } from './read-events.ts';
import { takeEvents, type EventAnswer, type Intake } from './take.ts';

/** Bytes of one request: a batch of ordinary events is far below. */
const MOST_BYTES = 16_000_000;
const PER_MINUTE = 6_000;
const BURST = 2_000;
const RETRY_SECONDS = 5;

export interface IntakeScene {
  intake: Intake;
  clock: Clock;
  logger: Logger;
}

type Said = { zh: string; en: string };

/** `POST /events`. Who is not known is turned away before a byte of the body is read. */
export function registerIntake(server: FastifyInstance, { intake, clock, logger }: IntakeScene): void {
  const allowances = new Map<string, Allowance>();
  const principals = new WeakMap<FastifyRequest, Principal>();
  const limit = { perMinute: intake.perMinute ?? PER_MINUTE, burst: Math.max(BURST, intake.perMinute ?? 0) };
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
      if (error.statusCode === 413) return refuse(reply, 413, TOO_LARGE);
      logger.error({ err: error, route: '/events' }, 'events not taken');
      return refuse(reply.header('retry-after', RETRY_SECONDS), 503, NOT_TAKEN);
    });
    scope.route({
      method: 'POST',
      url: '/events',
      onRequest: async (request, reply) => {
        const principal = await intake.access.verify(bearerOf(request));
        if (principal === null) return refuse(reply.header('www-authenticate', 'Bearer'), 401, NO_TOKEN);
        if (principal.role !== 'source') return refuse(reply, 403, NO_SENDER);
        if (request.headers['content-encoding'] !== undefined) return refuse(reply, 415, ENCODED);
        principals.set(request, principal);
        return undefined;
      },
      handler: async (request, reply) => {
        const principal = principals.get(request);
        if (principal === undefined) return refuse(reply, 401, NO_TOKEN);
        const read = readEvents(sentOf(request));
        if (!read.ok) return refuse(reply, read.fault.status, read.fault.reason);
        if (read.events.length === 0) return refuse(reply, 400, EMPTY);
        const asked = { count: read.events.length, now: clock(), limit };
        const { after, waitSeconds } = spend(allowances.get(principal.tokenId), asked);
        allowances.set(principal.tokenId, after);
        if (waitSeconds > 0) return refuse(reply.header('retry-after', waitSeconds), 429, TOO_FAST);
        return answer(reply, await takeEvents(intake, { principal, events: read.events }));
      },
    });
  });
}

function bearerOf({ headers }: FastifyRequest): string {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

function sentOf({ headers, body }: FastifyRequest): Parameters<typeof readEvents>[0] {
  const texts = Object.entries(headers).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  );
  const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  return { contentType, headers: Object.fromEntries(texts), body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}

/** 200 where all were accepted, 422 where none was, 207 where some were: the answer for each is in its place. */
async function answer(reply: FastifyReply, results: readonly EventAnswer[]): Promise<FastifyReply> {
  const accepted = results.filter((one) => one.accepted).length;
  const rejected = results.length - accepted;
  const status = rejected === 0 ? 200 : accepted === 0 ? 422 : 207;
  return reply.code(status).send({ accepted, rejected, results });
}

async function refuse(reply: FastifyReply, status: number, reason: Said): Promise<FastifyReply> {
  return reply.code(status).send({ error: ERRORS[status] ?? 'error', reason });
}

const ERRORS: Record<number, string> = {
  400: 'bad-request',
  401: 'no-token',
  403: 'not-allowed',
  413: 'too-large',
  415: 'unsupported',
  429: 'too-fast',
  503: 'try-again',
};

const NO_TOKEN: Said = {
  zh: '缺少令牌，或令牌无效、已过期、已吊销',
  en: 'a valid token is needed: Authorization: Bearer',
};
const NO_SENDER: Said = { zh: '该令牌不是报送单位的令牌', en: 'this token is none of a sending unit (role source)' };
const ENCODED: Said = { zh: '不接受压缩的内容', en: 'content must not be compressed' };
const EMPTY: Said = { zh: '没有任何事件', en: 'there is no event in it' };
const TOO_LARGE: Said = {
  zh: `一次请求最多 ${MOST_BYTES / 1_000_000} MB，请分批报送`,
  en: `a request is at most ${MOST_BYTES / 1_000_000} MB: send it in parts`,
};
const TOO_FAST: Said = { zh: '报送过快，请稍后重发', en: 'too fast: send it again later' };
const NOT_TAKEN: Said = {
  zh: '暂时无法接收，请稍后原样重发；重复发送不会重复计数',
  en: 'not taken for now: send the same again later, sending twice counts once',
};
