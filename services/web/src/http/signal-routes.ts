import { roleMay, type Principal } from '@duqing/access';
import { shanghai } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';
import { ActError, assess } from '@duqing/duty';
import { SIGNAL_ACTS, type SignalAct, type SignalActRow } from '@duqing/warehouse';
import { areaNames } from '../core/areas.ts';
import { langField, readQuery, type Text } from '../core/query.ts';
import { fieldOf } from '../desk/desk.ts';
import { link } from '../pages/links.ts';
import { signalsPage } from '../pages/signals-page.ts';
import { json, markup, seeOther, type Answer, type Asked, type Route } from './answer.ts';
import type { Scene } from './scene.ts';

const PATH = '/signals';

/** Weekly counts above their limits, for anyone who may read; what posts say of them, for those who may. */
export function signalRoutes(scene: Scene): Route[] {
  return [
    { path: PATH, face: 'page', handle: async (asked) => show(scene, { asked }) },
    { path: '/api/signals', face: 'json', handle: async ({ query }) => list(scene, query) },
    ...SIGNAL_ACTS.map((act): Route => ({
      path: `${PATH}/${act}`,
      face: 'page',
      method: 'POST',
      needs: 'assess-signals',
      handle: async (asked) => perform(scene, { asked, act }),
    })),
  ];
}

/** As the pages show it: who judged, not by which token. */
async function list({ reader }: Scene, query: Asked['query']): Promise<Answer> {
  readQuery(query, {});
  const report = await reader.signals();
  const signals = report.signals.map(({ assessment, ...signal }) => ({ ...signal, assessment: judgement(assessment) }));
  return json({ ...report, signals });
}

function judgement(row: SignalActRow | null): object | null {
  if (row === null) return null;
  const { act, week, observed, at, post, text } = row;
  return { act, week, observed, at: shanghai(at), by: post, text };
}

async function show(
  { reader, deployment, clock }: Scene,
  { asked, problem }: { asked: Asked; problem?: { key: string; text: Text } },
): Promise<Answer> {
  const lang = problem ? formLang(asked) : (readQuery(asked.query, { lang: langField }).lang ?? 'zh');
  const now = clock();
  const body = signalsPage({
    lang,
    place: deployment.name[lang],
    simulated: deployment.simulated,
    now,
    areaOf: areaNames(deployment, { at: now, lang }),
    report: await reader.signals(),
    mayAssess: mayAssess(asked.principal),
    ...(problem && { problem: { key: problem.key, text: problem.text[lang] } }),
  });
  return markup(body, problem ? 409 : 200);
}

function mayAssess(principal: Principal | null): boolean {
  return principal !== null && principal.role !== 'console' && roleMay(principal.role, 'assess-signals');
}

function formLang({ form }: Asked): Lang {
  return fieldOf(form, 'lang') === 'en' ? 'en' : 'zh';
}

async function perform(scene: Scene, { asked, act }: { asked: Asked; act: SignalAct }): Promise<Answer> {
  const { desk, reader, deployment, clock } = scene;
  const { form, principal } = asked;
  if (desk === null || principal === null) throw new Error('a route with needs was called without a post');
  const key = fieldOf(form, 'key');
  const request = {
    key,
    act,
    week: fieldOf(form, 'week'),
    observed: Number(fieldOf(form, 'observed')),
    text: fieldOf(form, 'text'),
  };
  try {
    await assess({ store: desk.store, access: desk.access, reader, deployment, clock }, request, principal);
  } catch (error) {
    if (error instanceof ActError) return show(scene, { asked, problem: { key, text: error.text } });
    throw error;
  }
  return seeOther(link(PATH, { lang: formLang(asked) }));
}
