import { json, type Route } from './answer.ts';
import type { Scene } from './scene.ts';

/** /health/live and /health/ready: 200, or 503 with the faults by name. */
export function healthRoutes({ health }: Scene): Route[] {
  return (['live', 'ready'] as const).map((kind) => ({
    path: `/health/${kind}`,
    face: 'json',
    handle: async () => {
      const faults = await health.faults(kind);
      return json({ status: faults.length === 0 ? 'ok' : 'fault', faults }, faults.length === 0 ? 200 : 503);
    },
  }));
}
