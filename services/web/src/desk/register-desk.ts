import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Lang } from '@duqing/catalogue';
import type { Clock } from '@duqing/runtime';
import { seeOther } from '../http/answer.ts';
import type { Scene } from '../http/scene.ts';
import { spend, type Allowance } from '../intake/rate.ts';
import { signInPage } from '../pages/desk-pages.ts';
import { fieldOf, type Recognise } from './desk.ts';
import { readForm, takeForms } from './read-form.ts';
import { isSameOrigin, ownPath } from './same-origin.ts';
import { createSessions, SESSION_MS, type Sessions } from './sessions.ts';

const COOKIE = 'duqing_desk';
/** tries to sign in from one address: so many at once, then one every ten seconds */
const TRIES = { perMinute: 6, burst: 10 };

/** Signing in and out; gives what recognises a post on every other request. Nobody is recognised where there is no desk. */
export function registerDesk(server: FastifyInstance, scene: Scene): Recognise {
  server.register(cookie);
  const { desk, clock } = scene;
  if (desk === null) return async () => null;
  const sessions = createSessions(clock);
  server.register(async (scope) => {
    await takeForms(scope);
    scope.post('/sign-in', async (request, reply) => signIn(request, { reply, scene, sessions, isAllowed }));
    scope.post('/sign-out', async (request, reply) => {
      if (!isSameOrigin(request.headers)) return reply.code(403).send();
      sessions.end(request.cookies[COOKIE] ?? '');
      return reply.clearCookie(COOKIE, { path: '/' }).code(303).header('location', '/sign-in').send();
    });
  });
  const isAllowed = limited(clock);
  return async ({ cookies, authorization }) => {
    const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    const token = bearer ?? sessions.tokenOf(cookies[COOKIE] ?? '');
    const principal = token === null ? null : await desk.access.verify(token);
    return token === null || principal === null ? null : { principal, token };
  };
}

function limited(clock: Clock): (address: string) => boolean {
  const allowances = new Map<string, Allowance>();
  return (address) => {
    if (allowances.size > 10_000) allowances.clear();
    const { after, waitSeconds } = spend(allowances.get(address), { count: 1, now: clock(), limit: TRIES });
    allowances.set(address, after);
    return waitSeconds === 0;
  };
}

interface SigningIn {
  reply: FastifyReply;
  scene: Scene;
  sessions: Sessions;
  isAllowed: (address: string) => boolean;
}

async function signIn(request: FastifyRequest, given: SigningIn): Promise<FastifyReply> {
  const { reply, scene, sessions, isAllowed } = given;
  const form = await readForm(request);
  const lang: Lang = fieldOf(form, 'lang') === 'en' ? 'en' : 'zh';
  const to = ownPath(fieldOf(form, 'to'));
  const again = (status: number, problem: 'wrong' | 'fast' | 'foreign'): FastifyReply => {
    const { deployment } = scene;
    const common = { lang, place: deployment.name[lang], simulated: deployment.simulated };
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(signInPage({ ...common, to, problem }));
  };
  if (!isSameOrigin(request.headers)) return again(403, 'foreign');
  if (!isAllowed(request.ip)) return again(429, 'fast');
  const token = fieldOf(form, 'token');
  const principal = (await scene.desk?.access.verify(token)) ?? null;
  if (principal === null) return again(403, 'wrong');
  const session = sessions.open(token);
  const isSecure = request.protocol === 'https';
  const kept = { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure, maxAge: SESSION_MS / 1_000 } as const;
  const { status, headers = {} } = seeOther(to);
  return reply.setCookie(COOKIE, session, kept).code(status).headers(headers).send();
}
