import type { FastifyInstance } from 'fastify';
import { BeyondWatermarkError } from '@duqing/warehouse';
import { BadQueryError } from '../core/query.ts';
import type { Recognise } from '../desk/desk.ts';
import { readForm, takeForms } from '../desk/read-form.ts';
import { isSameOrigin } from '../desk/same-origin.ts';
import { signInPage } from '../pages/desk-pages.ts';
import { faultPage } from '../pages/list-pages.ts';
import { badQuery, json, markup, type Answer, type Asked, type Route } from './answer.ts';
import { isOwnHost, SECURITY_HEADERS } from './guard.ts';
import { NotFoundError } from './not-found.ts';
import type { Scene } from './scene.ts';

export interface RegisterOptions {
  scene: Scene;
  routes: readonly Route[];
  /** address that the server listens on, once it does */
  listeningOn: () => string;
  recognise: Recognise;
}

/** Puts the routes on the server: the same headers on every response, foreign hosts refused, errors told in the route's face. */
export function register(server: FastifyInstance, options: RegisterOptions): void {
  const { scene, routes, listeningOn } = options;
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (isOwnHost(request.headers.host, listeningOn())) return undefined;
    return reply.code(421).type('text/plain; charset=utf-8').send('421: this server answers to its own name only\n');
  });
  server.register(async (scope) => {
    await takeForms(scope);
    scope.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
      const { statusCode: code = 500 } = error;
      if (code >= 500) scene.logger.error({ err: error }, 'request failed');
      const failed = { face: 'page', scene, asked: { query: {} } } as const;
      const { status, type, body } =
        code === 413 ? tooLarge(failed) : code < 500 ? badRequest([], failed) : broken(failed);
      return reply.code(status).type(type).send(body);
    });
    for (const route of routes) put(scope, { route, ...options });
  });
  server.all('/*', async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const face = request.url.startsWith('/api/') || !isRead ? 'json' : 'page';
    const { status, type, body } = isRead
      ? notFound({ face, scene, asked: { query: request.query as Asked['query'] } })
      : json({ error: 'method', allowed: ['GET', 'HEAD'] }, 405);
    return reply.code(status).type(type).send(body);
  });
}

function put(scope: FastifyInstance, { route, scene, recognise }: RegisterOptions & { route: Route }): void {
  const url = route.path;
  scope.route({
    method: route.method ?? 'GET',
    url,
    onRequest: async (request, reply) => {
      if (route.method !== 'POST' || request.headers.authorization !== undefined || isSameOrigin(request.headers))
        return undefined;
      return reply.code(403).send({ error: 'foreign-origin' });
    },
    handler: async (request, reply) => {
      const { cookies, headers: sent } = request;
      const post = await recognise({ cookies, authorization: sent.authorization });
      const asked: Asked = {
        path: request.url,
        params: request.params as Asked['params'],
        query: request.query as Asked['query'],
        principal: post?.principal ?? null,
        token: post?.token ?? null,
        form: await readForm(request),
      };
      const { status, type, body, headers = {} } = await answered(route, { asked, scene });
      return reply.code(status).headers(headers).type(type).send(body);
    },
  });
}

/** Null where the post may go on; who it is, and what its role may do in its own area. */
function kept(route: Route, { asked, scene }: { asked: Asked; scene: Scene }): Answer | null {
  const { needs, face } = route;
  if (needs === undefined) return null;
  const { principal, path } = asked;
  if (principal !== null && scene.desk?.access.allows(principal, needs, principal.area)) return null;
  const status = principal === null ? 401 : 403;
  if (face === 'json') return json({ error: principal === null ? 'sign-in' : 'not-allowed' }, status);
  const problem = scene.desk === null ? 'none-here' : principal === null ? null : 'not-allowed';
  const { deployment } = scene;
  const lang = asked.query['lang'] === 'en' ? 'en' : 'zh';
  const common = { lang, place: deployment.name[lang], simulated: deployment.simulated } as const;
  return markup(signInPage({ ...common, to: route.method === 'POST' ? '/desk' : path, problem }), status);
}

interface Failed {
  face: Route['face'];
  scene: Scene;
  asked: Pick<Asked, 'query'>;
}

async function answered(route: Route, { asked, scene }: { asked: Asked; scene: Scene }): Promise<Answer> {
  try {
    await scene.deployment.refresh?.();
    return kept(route, { asked, scene }) ?? (await route.handle(asked));
  } catch (error) {
    const failed = { face: route.face, scene, asked };
    if (error instanceof NotFoundError) return notFound(failed);
    const faults = faultsOf(error);
    if (faults) return badRequest(faults, failed);
    scene.logger.error({ err: error, route: route.path }, 'route failed');
    return route.face === 'json' ? json({ error: 'internal' }, 500) : broken(failed);
  }
}

function broken(failed: Failed): Answer {
  const lines = { zh: ['请稍后再试；详情见服务日志。'], en: ['Try again later; the log has the details.'] };
  return fault({ ...failed, status: 500, lines });
}

function tooLarge(failed: Failed): Answer {
  const lines = { zh: ['上传的内容过大，请拆分后再传。'], en: ['What was sent is too large: send it in parts.'] };
  return fault({ ...failed, status: 413, lines });
}

/** What the asker did wrong; null where the error is ours. */
function faultsOf(error: unknown): BadQueryError['faults'] | null {
  if (error instanceof BadQueryError) return error.faults;
  if (!(error instanceof BeyondWatermarkError)) return null;
  return [{ field: 'as-of', reason: { zh: '晚于已结算的时点，数据仍可能变化', en: error.message } }];
}

function badRequest(faults: BadQueryError['faults'], failed: Failed): Answer {
  if (failed.face === 'json') return badQuery(faults);
  const lines = (lang: 'zh' | 'en'): string[] => faults.map(({ field, reason }) => `${field}: ${reason[lang]}`);
  return fault({ ...failed, status: 400, lines: { zh: lines('zh'), en: lines('en') } });
}

function notFound(failed: Failed): Answer {
  if (failed.face === 'json') return json({ error: 'not-found' }, 404);
  return fault({
    ...failed,
    status: 404,
    lines: { zh: ['地址有误，或内容已不存在。'], en: ['The address is wrong, or what it named is gone.'] },
  });
}

function fault({
  scene,
  asked,
  status,
  lines,
}: Failed & { status: 400 | 404 | 413 | 500; lines: { zh: string[]; en: string[] } }): Answer {
  const lang = asked.query['lang'] === 'en' ? 'en' : 'zh';
  const { deployment } = scene;
  return markup(
    faultPage({ lang, place: deployment.name[lang], simulated: deployment.simulated, status, lines: lines[lang] }),
    status,
  );
}
