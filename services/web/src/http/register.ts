import type { FastifyInstance } from 'fastify';
import { BeyondWatermarkError } from '@duqing/warehouse';
import { BadQueryError } from '../core/query.ts';
import { faultPage } from '../pages/list-pages.ts';
import { badQuery, json, markup, type Answer, type Asked, type Route } from './answer.ts';
import { isOwnHost, SECURITY_HEADERS } from './guard.ts';
import { NotFoundError } from './page-routes.ts';
import type { Scene } from './scene.ts';

export interface RegisterOptions {
  scene: Scene;
  routes: readonly Route[];
  /** address that the server listens on, once it does */
  listeningOn: () => string;
}

/** Puts the routes on the server: the same headers on every response, foreign hosts refused, errors told in the route's face. */
export function register(server: FastifyInstance, { scene, routes, listeningOn }: RegisterOptions): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (isOwnHost(request.headers.host, listeningOn())) return undefined;
    return reply.code(421).type('text/plain; charset=utf-8').send('421: this server answers to its own name only\n');
  });
  for (const route of routes) {
    server.get(route.path, async (request, reply) => {
      const asked: Asked = {
        path: request.url,
        params: request.params as Asked['params'],
        query: request.query as Asked['query'],
      };
      const { status, type, body, headers = {} } = await answered(route, { asked, scene });
      return reply.code(status).headers(headers).type(type).send(body);
    });
  }
  server.all('/*', async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const face = request.url.startsWith('/api/') || !isRead ? 'json' : 'page';
    const { status, type, body } = isRead
      ? notFound({ face, scene, asked: { query: request.query as Asked['query'] } })
      : json({ error: 'method', allowed: ['GET', 'HEAD'] }, 405);
    return reply.code(status).type(type).send(body);
  });
}

interface Failed {
  face: Route['face'];
  scene: Scene;
  asked: Pick<Asked, 'query'>;
}

async function answered(route: Route, { asked, scene }: { asked: Asked; scene: Scene }): Promise<Answer> {
  try {
    return await route.handle(asked);
  } catch (error) {
    const failed = { face: route.face, scene, asked };
    if (error instanceof NotFoundError) return notFound(failed);
    const faults = faultsOf(error);
    if (faults) return badRequest(faults, failed);
    scene.logger.error({ err: error, route: route.path }, 'route failed');
    return route.face === 'json'
      ? json({ error: 'internal' }, 500)
      : fault({
          ...failed,
          status: 500,
          lines: { zh: ['请稍后再试；详情见服务日志。'], en: ['Try again later; the log has the details.'] },
        });
  }
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
}: Failed & { status: 400 | 404 | 500; lines: { zh: string[]; en: string[] } }): Answer {
  const lang = asked.query['lang'] === 'en' ? 'en' : 'zh';
  const { deployment } = scene;
  return markup(
    faultPage({ lang, place: deployment.name[lang], simulated: deployment.simulated, status, lines: lines[lang] }),
    status,
  );
}
