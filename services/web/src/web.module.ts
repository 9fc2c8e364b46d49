import type { DynamicModule } from '@nestjs/common';
import { createHealth } from '@duqing/runtime';
import { alertsRoutes } from './http/alerts-routes.ts';
import { apiRoutes } from './http/api.ts';
import type { Route } from './http/answer.ts';
import { bulletinRoutes } from './http/bulletin-routes.ts';
import { configurationRoutes } from './http/configuration-routes.ts';
import { deskRoutes } from './http/desk-routes.ts';
import { healthRoutes } from './http/health-routes.ts';
import { noteRoutes } from './http/note-routes.ts';
import { paceRoutes } from './http/pace-routes.ts';
import { pageRoutes } from './http/page-routes.ts';
import { rejectsRoutes } from './http/rejects-routes.ts';
import { returnsRoutes } from './http/returns-routes.ts';
import { signalRoutes } from './http/signal-routes.ts';
import type { Scene } from './http/scene.ts';

/** Tokens of what the module provides. */
export const SCENE = Symbol('scene');
export const ROUTES = Symbol('routes');

class WebModule {
  readonly name = 'web';
}

/** Nest's wiring: the routes and what they read, by factories. */
export function webModule(given: Omit<Scene, 'health'>): DynamicModule {
  const scene = { provide: SCENE, useFactory: () => sceneOf(given) };
  const routes = { provide: ROUTES, useFactory: routesOf, inject: [SCENE] };
  return { module: WebModule, providers: [scene, routes] };
}

function sceneOf(given: Omit<Scene, 'health'>): Scene {
  const health = createHealth();
  health.check('ready', 'store', async () => {
    await given.reader.dataAsOf();
    return null;
  });
  return { ...given, health };
}

function routesOf(scene: Scene): Route[] {
  return [
    pageRoutes,
    apiRoutes,
    healthRoutes,
    deskRoutes,
    rejectsRoutes,
    returnsRoutes,
    bulletinRoutes,
    noteRoutes,
    paceRoutes,
    configurationRoutes,
    signalRoutes,
    alertsRoutes,
  ].flatMap((routes) => routes(scene));
}
