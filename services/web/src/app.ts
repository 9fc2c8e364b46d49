import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Deployment } from '@duqing/regions';
import { createLogger, type Clock, type Logger } from '@duqing/runtime';
import type { Reader } from '@duqing/warehouse';
import type { Route } from './http/answer.ts';
import { register } from './http/register.ts';
import { registerIntake } from './intake/register-intake.ts';
import type { Intake } from './intake/take.ts';
import type { Scene } from './http/scene.ts';
import type { Desk } from './desk/desk.ts';
import { registerDesk } from './desk/register-desk.ts';
import { ROUTES, SCENE, webModule } from './web.module.ts';

export interface WebAppOptions {
  reader: Reader;
  deployment: Deployment;
  clock: Clock;
  /** where looks behind figures and failures are written; default: stderr */
  logger?: Logger;
  /** the way in for sending units; absent = none */
  intake?: Intake;
  /** what posts that sign in work with; absent = pages can only be read */
  desk?: Desk;
}

export interface WebApp {
  /** Gives the address without a slash at its end. Loopback unless `host` says otherwise; port 0 = any free one. */
  listen(options: { port: number; host?: string }): Promise<string>;
  /** Readiness turns red, then open requests are finished. */
  close(): Promise<void>;
}

/** The pages and the JSON routes over a reader; nothing is open before `listen`. */
export async function createWebApp({ logger, intake, desk, ...given }: WebAppOptions): Promise<WebApp> {
  const adapter = new FastifyAdapter({ forceCloseConnections: 'idle', routerOptions: { maxParamLength: 300 } });
  const log = logger ?? createLogger({ name: 'web' });
  const module = webModule({ ...given, logger: log, desk: desk ?? null });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
  const scene = app.get<Scene>(SCENE);
  let host = '127.0.0.1';
  const server = app.getHttpAdapter().getInstance();
  const recognise = registerDesk(server, scene);
  register(server, { scene, routes: app.get<Route[]>(ROUTES), listeningOn: () => host, recognise });
  if (intake !== undefined) registerIntake(server, { intake, ...given, logger: log });
  const listen: WebApp['listen'] = async (options) => {
    host = options.host ?? host;
    await app.listen(options.port, host);
    scene.health.started();
    return (await app.getUrl()).replace(/\/$/, '');
  };
  const close: WebApp['close'] = async () => {
    scene.health.stopping();
    await app.close();
  };
  return { listen, close };
}
