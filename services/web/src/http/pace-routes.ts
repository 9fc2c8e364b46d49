import { Setting } from '@duqing/regions';
import { departmentName, icsOf, paceOf } from '@duqing/outlook';
import type { Lang } from '@duqing/catalogue';
import { areaNames, areasOf } from '../core/areas.ts';
import { owedByDepartment, zerosByArea } from '../core/pace.ts';
import { departmentField, langField, readQuery, regionField } from '../core/query.ts';
import { departments } from '../core/returns.ts';
import type { Desk } from '../desk/desk.ts';
import { pacePage } from '../pages/pace-page.ts';
import { markup, type Answer, type Asked, type Route } from './answer.ts';
import { noStoreRoute } from './no-store.ts';
import { itemNames } from './page-routes.ts';
import type { Scene } from './scene.ts';

/** What is owed, as a page and as a calendar file; no routes where no store is at hand. */
export function paceRoutes(scene: Scene): Route[] {
  const { desk } = scene;
  if (desk === null) return [noStoreRoute(scene, { path: '/pace', zh: '进度', en: 'Pace' })];
  return [
    { path: '/pace', face: 'page', handle: async (asked) => page({ scene, desk }, asked) },
    { path: '/pace.ics', face: 'page', handle: async (asked) => calendar({ scene, desk }, asked) },
  ];
}

interface Given {
  scene: Scene;
  desk: Desk;
}

interface Chosen {
  department?: string;
  region?: string;
  lang: Lang;
}

function chosenBy({ deployment, clock }: Scene, { query }: Asked): Chosen {
  const areas = areasOf(deployment, { at: clock(), lang: 'zh' });
  const region = regionField((code) => areas.some((area) => area.code === code));
  const { lang = 'zh', ...rest } = readQuery(query, { department: departmentField, region, lang: langField });
  return { ...rest, lang };
}

async function page({ scene, desk }: Given, asked: Asked): Promise<Answer> {
  const { deployment, clock } = scene;
  const { lang, ...chosen } = chosenBy(scene, asked);
  const found = await paceOf(desk.store, { setting: new Setting(deployment, clock()), ...chosen });
  return markup(
    pacePage({
      lang,
      place: deployment.name[lang],
      simulated: deployment.simulated,
      departments: departments(lang),
      areas: areasOf(deployment, { at: clock(), lang }).map(({ code, name }) => [code, name] as const),
      department: chosen.department ?? '',
      region: chosen.region ?? '',
      owed: owedByDepartment(found.owed, lang),
      zeros: zerosByArea(found.zeros),
      nameOf: itemNames(lang),
      areaOf: areaNames(deployment, { at: clock(), lang }),
    }),
  );
}

async function calendar({ scene, desk }: Given, asked: Asked): Promise<Answer> {
  const { deployment, clock } = scene;
  const { lang, ...chosen } = chosenBy(scene, asked);
  const now = clock();
  const { owed } = await paceOf(desk.store, { setting: new Setting(deployment, now), ...chosen });
  const body = icsOf({
    name: `${deployment.name[lang]} 毒情监测${deployment.simulated ? '(模拟数据)' : ''}`,
    at: now,
    id: deployment.id,
    owed,
    nameOf: itemNames(lang),
    areaOf: areaNames(deployment, { at: now, lang }),
    departmentOf: departmentName(lang),
  });
  const headers = { 'content-disposition': 'attachment; filename="duqing-pace.ics"' };
  return { status: 200, type: 'text/calendar; charset=utf-8', body, headers };
}
