import type { Principal } from '@duqing/access';
import type { Deployment } from '@duqing/regions';
import type { Clock, Logger } from '@duqing/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { spend, type Allowance } from './rate.ts';
import { readEvents } from './read-events.ts';
import { sentOf } from './sent.ts';
import { sendTemplate, takeReturns } from './returns-routes.ts';
import { EMPTY, ENCODED, MOST_BYTES, NO_SENDER, NO_TOKEN, NOT_TAKEN, refuse, TOO_FAST, TOO_LARGE } from './said.ts';
import { takeEvents, type EventAnswer, type Intake } from './take.ts';

const PER_MINUTE = 6_000;
const BURST = 2_000;
const RETRY_SECONDS = 5;

export interface IntakeScene {
  intake: Intake;
  deployment: Deployment;
  clock: Clock;
  logger: Logger;
}

/** The ways in. Who is not known is turned away before a byte of the body is read. */
export function registerIntake(server: FastifyInstance, scene: IntakeScene): void {
  const { intake, clock, logger } = scene;
  const allowances = new Map<string, Allowance>();
  const principals = new WeakMap<FastifyRequest, Principal>();
  const limit = { perMinute: intake.perMinute ?? PER_MINUTE, burst: Math.max(BURST, intake.perMinute ?? 0) };
  /** Seconds to wait before so many more; 0 = they are counted and may come. */
  const waitFor = ({ tokenId }: Principal, count: number): number => {
    const { after, waitSeconds } = spend(allowances.get(tokenId), { count, now: clock(), limit });
    allowances.set(tokenId, after);
    return waitSeconds;
  };
  const known = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const principal = await intake.access.verify(bearerOf(request));
    if (principal === null) return refuse(reply.header('www-authenticate', 'Bearer'), 401, NO_TOKEN);
    if (principal.role !== 'source') return refuse(reply, 403, NO_SENDER);
    if (request.headers['content-encoding'] !== undefined) return refuse(reply, 415, ENCODED);
    principals.set(request, principal);
    return undefined;
  };
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
      if (error.statusCode === 413) return refuse(reply, 413, TOO_LARGE);
      logger.error({ err: error, route: request.routeOptions.url }, 'events not taken');
      return refuse(reply.header('retry-after', RETRY_SECONDS), 503, NOT_TAKEN);
    });
    const post = (
      url: string,
      take: (request: FastifyRequest, reply: FastifyReply, who: Principal) => Promise<unknown>,
    ) =>
      scope.route({
        method: 'POST',
        url,
        onRequest: known,
        handler: async (request, reply) => {
          const principal = principals.get(request);
          return principal === undefined ? refuse(reply, 401, NO_TOKEN) : take(request, reply, principal);
        },
      });
    post('/events', async (request, reply, principal) => {
      const read = readEvents(sentOf(request));
      if (!read.ok) return refuse(reply, read.fault.status, read.fault.reason);
      if (read.events.length === 0) return refuse(reply, 400, EMPTY);
      const wait = waitFor(principal, read.events.length);
      if (wait > 0) return refuse(reply.header('retry-after', wait), 429, TOO_FAST);
      return answer(reply, await takeEvents(intake, { principal, events: read.events }));
    });
    post('/returns', async (request, reply, principal) => takeReturns(scene, { request, reply, principal, waitFor }));
  });
  server.get('/returns/template.csv', async (request, reply) => sendTemplate(scene, { request, reply }));
}

function bearerOf({ headers }: FastifyRequest): string {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

/** 200 where all were accepted, 422 where none was, 207 where some were: the answer for each is in its place. */
async function answer(reply: FastifyReply, results: readonly EventAnswer[]): Promise<FastifyReply> {
  const accepted = results.filter((one) => one.accepted).length;
  const rejected = results.length - accepted;
  const status = rejected === 0 ? 200 : accepted === 0 ? 422 : 207;
  return reply.code(status).send({ accepted, rejected, results });
}
