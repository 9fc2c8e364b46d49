import type { Principal } from '@duqing/access';
import { parsePeriod } from '@duqing/calendar';
import type { FormRow, SheetFault } from '@duqing/intake';
import { periodText } from '@duqing/pages';
import { areaNames, areasOf } from '../core/areas.ts';
import { lastQuarter } from '../core/periods.ts';
import { departments, heldText, returnPeriods } from '../core/returns.ts';
import type { Desk } from '../desk/desk.ts';
import { heldRows } from '../intake/held.ts';
import { owedRows } from '../intake/template.ts';
import { returnsFormPage, type ReturnsChoice } from '../pages/returns-form-page.ts';
import { markup, type Answer, type Asked } from './answer.ts';
import type { Scene } from './scene.ts';

/** What every handler here has: somebody who is signed in, at a desk. */
export interface ReturnsGiven {
  scene: Scene;
  desk: Desk;
  principal: Principal;
  asked: Asked;
  lang: 'zh' | 'en';
}

/** What was chosen; else the unit's own department and the quarter that was over last. */
export function withDefaults(
  { scene, principal }: Pick<ReturnsGiven, 'scene' | 'principal'>,
  {
    department,
    period,
    region = '',
  }: { department?: string | undefined; period?: string | undefined; region?: string | undefined },
): ReturnsChoice {
  const own = principal.source?.split('/').at(-1) ?? '';
  const known = departments('zh').map(([code]) => code as string);
  return {
    department: department || (known.includes(own) ? own : 'police'),
    period: period !== undefined && parsePeriod(period) ? period : lastQuarter(scene.clock()),
    region,
  };
}

/** What is owed for the areas that the post may send for, the city's own first. */
export function ownRows(
  { scene, desk, principal, lang }: ReturnsGiven,
  { department, period, region }: ReturnsChoice,
): FormRow[] {
  const rows = owedRows(
    { department, period, region: region === '' ? undefined : region },
    { deployment: scene.deployment, now: scene.clock() },
  );
  const areaName = areaNames(scene.deployment, { at: scene.clock(), lang });
  return rows
    .filter((row) => desk.access.allows(principal, 'send-events', row.region))
    .map((row) => ({ ...row, areaName: areaName(row.region) }));
}

interface Shown {
  chosen: ReturnsChoice;
  typed: (name: string) => string;
  faults: readonly SheetFault[];
  done: number | null;
}

/** The form, empty or as it was typed. */
export async function formAnswer(given: ReturnsGiven, { chosen, typed, faults, done }: Shown): Promise<Answer> {
  const { scene, desk, principal, lang } = given;
  const { deployment, clock } = scene;
  const all = { zh: '全部', en: 'all' }[lang];
  const nameOf = areaNames(deployment, { at: clock(), lang });
  const may = areasOf(deployment, { at: clock(), lang })
    .map(({ code }) => code)
    .filter((code) => desk.access.allows(principal, 'send-events', code));
  const page = returnsFormPage({
    lang,
    place: deployment.name[lang],
    simulated: deployment.simulated,
    chosen,
    departments: departments(lang),
    periods: [...new Set([...returnPeriods(clock()), chosen.period])].map((key) => [key, periodText(key, lang)]),
    areas: [...(may.length > 1 ? [['', all] as const] : []), ...may.map((code) => [code, nameOf(code)] as const)],
    rows: await withSent(given, ownRows(given, chosen)),
    typed,
    faults,
    done,
    closed: closedText(given),
  });
  return markup(page, faults.length > 0 ? 422 : 200);
}

/** Rows with what is held of each, in words. */
export async function withSent<T extends FormRow>(
  { desk, lang }: ReturnsGiven,
  rows: readonly T[],
): Promise<(T & { sent: string })[]> {
  const held = await heldRows(desk.store, [...new Set(rows.map(({ region }) => region))]);
  const known = new Map(held.map((one) => [`${one.region}/${one.measure}/${one.period}`, one]));
  return rows.map((row) => ({ ...row, sent: heldText(known.get(`${row.region}/${row.measure}/${row.period}`), lang) }));
}

/** Why nothing can be sent from here; null = it can. */
export function closedText({ desk, lang }: ReturnsGiven): string | null {
  if (desk.publisher !== null) return null;
  return lang === 'zh' ? '此处只能查阅和检查，不能报送。' : 'Returns can only be looked at and checked here, not sent.';
}
