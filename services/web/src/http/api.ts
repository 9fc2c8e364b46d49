import { shanghai } from '@duqing/calendar';
import { maySee } from '@duqing/mending';
import { Setting } from '@duqing/regions';
import { byField, indicatorField, momentField, need, periodField, readQuery, regionField } from '../core/query.ts';
import { rejectViews } from '../core/rejects.ts';
import { json, type Answer, type Asked, type Route } from './answer.ts';
import { explained } from './explained.ts';
import type { Scene } from './scene.ts';

/** The JSON routes: shapes of the commands in docs/events, with the limits of the post that asks. */
export function apiRoutes(scene: Scene): Route[] {
  const routes: [path: string, handle: (scene: Scene, asked: Asked) => Promise<Answer>][] = [
    ['/api/cells', cells],
    ['/api/explain', explain],
    ['/api/alerts', alerts],
    ['/api/rejects', rejects],
    ['/api/bulletins', bulletins],
  ];
  return routes.map(([path, handle]) => ({
    path,
    face: 'json',
    // where posts sign in, rejects are for those that may see them
    ...(path === '/api/rejects' && scene.desk !== null && { needs: 'see-rejects' as const }),
    handle: async (asked) => handle(scene, asked),
  }));
}

function area({ deployment, clock }: Scene): (text: string) => string {
  const { regions } = new Setting(deployment, clock());
  return regionField((code) => regions.get(code) !== undefined);
}

async function cells(scene: Scene, { query }: Asked): Promise<Answer> {
  const { 'as-of': asOf, ...rest } = readQuery(query, {
    period: periodField,
    region: area(scene),
    indicator: indicatorField,
    by: byField,
    'as-of': momentField,
  });
  return json(await scene.reader.cells({ ...rest, ...(asOf !== undefined && { asOf }) }));
}

async function explain(scene: Scene, { query, principal }: Asked): Promise<Answer> {
  const values = readQuery(query, {
    indicator: indicatorField,
    region: area(scene),
    period: periodField,
    'as-of': momentField,
  });
  const { 'as-of': asOf, ...asked } = need(values, ['indicator', 'region', 'period']);
  const { cell, shown } = await explained(scene, {
    query: { ...asked, ...(asOf !== undefined && { asOf }) },
    by: principal,
  });
  const { events, withheld } = shown;
  return json({ ...cell, events, withheld });
}

async function alerts({ reader }: Scene, { query }: Asked): Promise<Answer> {
  const { at } = readQuery(query, { at: momentField });
  return json(await reader.alerts(at));
}

async function rejects({ reader, desk }: Scene, { query, principal }: Asked): Promise<Answer> {
  readQuery(query, {});
  const rows = await reader.rejects();
  if (desk === null || principal === null) return json(rejectViews(rows));
  return json(rejectViews(rows.filter((row) => maySee(desk.access, principal, { row }))));
}

/** Sealed editions without their cells (`/api/cells` has those) and without the folder's place on this machine. */
async function bulletins({ reader }: Scene, { query }: Asked): Promise<Answer> {
  readQuery(query, {});
  const rows = await reader.bulletins();
  return json(
    rows.map(({ bundle_id, quarter, edition, audience, lang, as_of, sealed_at }) => ({
      id: bundle_id,
      quarter,
      edition,
      audience,
      lang,
      asOf: shanghai(as_of),
      sealedAt: shanghai(sealed_at),
      page: `/bulletins/${encodeURIComponent(bundle_id)}`,
    })),
  );
}
