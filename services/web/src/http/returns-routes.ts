import type { Principal } from '@duqing/access';
import { liveContext } from '@duqing/mending';
import {
  readSheet,
  SheetError,
  csvTemplate,
  xlsxTemplate,
  type FormRow,
  type SheetFault,
  type SheetReading,
} from '@duqing/intake';
import { periodText } from '@duqing/pages';
import { z } from 'zod';
import { areaNames } from '../core/areas.ts';
import { lastQuarter } from '../core/periods.ts';
import { langField, periodField, readQuery } from '../core/query.ts';
import { departments, heldText, returnPeriods } from '../core/returns.ts';
import { readTyped } from '../core/typed-returns.ts';
import { fieldOf, type Desk } from '../desk/desk.ts';
import { checkSheet, type Checked } from '../intake/checked.ts';
import { heldRows } from '../intake/held.ts';
import { publishGood } from '../intake/take.ts';
import { owedRows } from '../intake/template.ts';
import { link } from '../pages/links.ts';
import { returnsCheckPage } from '../pages/returns-check-page.ts';
import { returnsFormPage, type ReturnsChoice } from '../pages/returns-form-page.ts';
import { markup, seeOther, type Answer, type Asked, type Route } from './answer.ts';
import type { Scene } from './scene.ts';

/** What every handler here has: somebody who is signed in, at a desk. */
interface Given {
  scene: Scene;
  desk: Desk;
  principal: Principal;
  asked: Asked;
  lang: 'zh' | 'en';
}

/** Returns by sheet or typed in: first checked and shown, sent on a second post. */
export function returnsRoutes(scene: Scene): Route[] {
  const route = (path: string, handle: (given: Given) => Promise<Answer>, method: 'GET' | 'POST' = 'GET'): Route => ({
    path,
    face: 'page',
    method,
    needs: 'send-events',
    handle: async (asked) => {
      const { desk } = scene;
      const { principal } = asked;
      if (desk === null || principal === null) throw new Error('a route with needs was called without a desk');
      const text = method === 'GET' ? String(asked.query['lang'] ?? '') : fieldOf(asked.form, 'lang');
      return handle({ scene, desk, principal, asked, lang: text === 'en' ? 'en' : 'zh' });
    },
  });
  return [
    route('/returns', form),
    route('/returns/sheet.xlsx', async (given) => sheet(given, 'xlsx')),
    route('/returns/sheet.csv', async (given) => sheet(given, 'csv')),
    route('/returns/check', check, 'POST'),
    route('/returns/send', send, 'POST'),
  ];
}

function chosenBy({ scene, principal, asked }: Given): ReturnsChoice {
  const query = readQuery(asked.query, {
    department: (text) => text,
    period: periodField,
    region: (text) => text,
    sent: (text) => text,
    lang: langField,
  });
  return withDefaults({ scene, principal }, query);
}

function chosenIn({ scene, principal, asked: { form } }: Given): ReturnsChoice {
  const [department, period, region] = ['department', 'period', 'region'].map((name) => fieldOf(form, name));
  return withDefaults({ scene, principal }, { department, period, region });
}

function withDefaults(
  { scene, principal }: Pick<Given, 'scene' | 'principal'>,
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
    period: period || lastQuarter(scene.clock()),
    region,
  };
}

/** Areas that the post may send for, the city's own first. */
function ownRows({ scene, desk, principal }: Given, { department, period, region }: ReturnsChoice): FormRow[] {
  const rows = owedRows(
    { department, period, region: region === '' ? undefined : region },
    { deployment: scene.deployment, now: scene.clock() },
  );
  return rows.filter((row) => desk.access.allows(principal, 'send-events', row.region));
}

async function form(given: Given): Promise<Answer> {
  const { sent } = given.asked.query;
  const done = typeof sent === 'string' && /^\d{1,5}$/.test(sent) ? Number(sent) : null;
  return formAnswer(given, { chosen: chosenBy(given), typed: () => '', faults: [], done });
}

interface Shown {
  chosen: ReturnsChoice;
  typed: (name: string) => string;
  faults: readonly SheetFault[];
  done: number | null;
}

async function formAnswer(given: Given, { chosen, typed, faults, done }: Shown): Promise<Answer> {
  const { scene, desk, principal, lang } = given;
  const { deployment, clock } = scene;
  const all = { zh: '全部', en: 'all' }[lang];
  const nameOf = areaNames(deployment, { at: clock(), lang });
  const areas = new Set(
    owedRows({ department: 'police', period: lastQuarter(clock()) }, { deployment, now: clock() }).map(
      ({ region }) => region,
    ),
  );
  const may = [...areas].filter((code) => desk.access.allows(principal, 'send-events', code));
  const page = returnsFormPage({
    lang,
    place: deployment.name[lang],
    simulated: deployment.simulated,
    chosen,
    departments: departments(lang),
    periods: [...new Set([...returnPeriods(clock()), chosen.period])].map((key) => [key, periodText(key, lang)]),
    areas: [...(may.length > 1 ? [['', all] as const] : []), ...may.map((code) => [code, nameOf(code)] as const)],
    rows: (await withSent(given, ownRows(given, chosen))).map((row) => ({ ...row, areaName: nameOf(row.region) })),
    typed,
    faults,
    done,
    closed: closedText(given),
  });
  return markup(page, faults.length > 0 ? 422 : 200);
}

/** Rows with what is held of each, in words. */
async function withSent<T extends FormRow>(
  { desk, lang }: Given,
  rows: readonly T[],
): Promise<(T & { sent: string })[]> {
  const held = await heldRows(desk.store, [...new Set(rows.map(({ region }) => region))]);
  const known = new Map(held.map((one) => [`${one.region}/${one.measure}/${one.period}`, one]));
  return rows.map((row) => ({ ...row, sent: heldText(known.get(`${row.region}/${row.measure}/${row.period}`), lang) }));
}

function closedText({ desk, lang }: Given): string | null {
  if (desk.publisher !== null) return null;
  return lang === 'zh' ? '此处只能查阅和检查，不能报送。' : 'Returns can only be looked at and checked here, not sent.';
}

async function sheet(given: Given, type: 'xlsx' | 'csv'): Promise<Answer> {
  const chosen = chosenBy(given);
  const rows = await withSent({ ...given, lang: 'zh' }, ownRows(given, chosen));
  const name = `returns-${chosen.department}-${chosen.period}.${type}`;
  const headers = { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` };
  if (type === 'csv') return { status: 200, type: 'text/csv; charset=utf-8', body: csvTemplate(rows), headers };
  const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { status: 200, type: workbook, body: await xlsxTemplate(rows), headers };
}

async function check(given: Given): Promise<Answer> {
  const { asked, lang } = given;
  const chosen = chosenIn(given);
  const isTyped = fieldOf(asked.form, 'typed') === 'yes';
  const typed = (name: string): string => fieldOf(asked.form, name);
  const reading = isTyped ? readTyped(ownRows(given, chosen), { typed, lang }) : await uploaded(given);
  if (isTyped && reading.faults.length > 0)
    return formAnswer(given, { chosen, typed, faults: reading.faults, done: null });
  return checkAnswer(given, { chosen, reading, notice: null });
}

/** The uploaded sheet; a file that cannot be read at all is one fault. */
async function uploaded({ asked, lang }: Given): Promise<SheetReading> {
  const file = asked.form.files['sheet'];
  const whole = (reason: { zh: string; en: string }): SheetReading => {
    const place = { line: 1, label: file?.name.slice(0, 80) ?? '', column: '', cell: '' };
    return { rows: [], blank: [], faults: [{ ...place, cell: lang === 'zh' ? '文件' : 'file', reason }] };
  };
  if (file === undefined || file.bytes.length === 0)
    return whole({ zh: '没有选择文件，或文件是空的', en: 'no file was chosen, or it is empty' });
  try {
    return await readSheet(file.bytes);
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    return whole(error.said);
  }
}

/** Seconds for which what was checked may still be sent; then it is checked again. */
const FRESH_MS = 24 * 3_600_000;

async function checkAnswer(
  given: Given,
  { chosen, reading, notice }: { chosen: ReturnsChoice; reading: SheetReading; notice: string | null },
): Promise<Answer> {
  const { scene, lang } = given;
  const { deployment, clock } = scene;
  const time = new Date(clock()).toISOString();
  const checked = await checkedOf(given, { reading, time });
  const page = returnsCheckPage({
    lang,
    place: deployment.name[lang],
    simulated: deployment.simulated,
    chosen,
    checked,
    areaOf: areaNames(deployment, { at: clock(), lang }),
    carried: { ...chosen, rows: JSON.stringify(reading.rows), time, seen: checked.seen },
    notice,
    closed: closedText(given),
  });
  return markup(
    page,
    checked.faults.length > 0 || checked.rows.some(({ answer }) => answer?.accepted === false) ? 422 : 200,
  );
}

async function checkedOf(
  { scene, desk, principal, asked }: Given,
  { reading, time }: { reading: SheetReading; time: string },
): Promise<Checked> {
  const { deployment, clock } = scene;
  const { access, store } = desk;
  const department = fieldOf(asked.form, 'department');
  return checkSheet(reading, {
    intake: { access, context: async () => liveContext({ store, deployment }, clock()) },
    store,
    principal,
    sourceOf: (region) => principal.source ?? `/${region}/${department}`,
    time,
  });
}

const figures = z.strictObject({
  numerator: z.int().min(0).exactOptional(),
  denominator: z.int().min(0).exactOptional(),
  value: z.union([z.int().min(0), z.boolean()]).exactOptional(),
  nil: z.literal(true).exactOptional(),
  through: z.string().max(10).exactOptional(),
  count: z.int().min(0).exactOptional(),
});
const text = z.string().max(80);
const carriedRows = z
  .array(
    z.strictObject({
      line: z.int(),
      label: z.string().max(200),
      region: text,
      measure: text,
      period: text,
      figures,
      revision: z.int().min(1).nullable(),
    }),
  )
  .max(5_000);

/** The second post: sends what was checked, all of it or nothing; where anything changed since, it is shown again instead. */
async function send(given: Given): Promise<Answer> {
  const { asked, desk, principal, scene, lang } = given;
  const chosen = chosenIn(given);
  const carried = carriedRows.safeParse(parsed(fieldOf(asked.form, 'rows')));
  const reading: SheetReading = { rows: carried.success ? carried.data : [], faults: [], blank: [] };
  const time = fieldOf(asked.form, 'time');
  const checked = isFresh(time, scene.clock()) ? await checkedOf(given, { reading, time }) : null;
  const isAsSeen = checked?.isRight === true && checked.seen === fieldOf(asked.form, 'seen');
  if (!isAsSeen || desk.publisher === null)
    return checkAnswer(given, { chosen, reading, notice: closedText(given) ?? CHANGED[lang] });
  await publishGood(desk.publisher, checked.judged);
  const count = checked.rows.filter(({ change }) => change !== 'same').length;
  await desk.access.audit({
    by: principal,
    action: 'send-returns',
    object: `${chosen.department}/${chosen.period}`,
    area: principal.area,
    outcome: 'done',
    detail: `${count} rows`,
  });
  return seeOther(link('/returns', { ...chosen, sent: String(count), lang }));
}

const CHANGED = {
  zh: '检查之后，已报数据有了变化（或检查已过期），没有报送。请按最新情况再核对一遍。',
  en: 'What is held changed after the check (or the check is too old): nothing was sent. Look at it once more.',
};

function isFresh(time: string, now: number): boolean {
  const at = Date.parse(time);
  return at <= now && at > now - FRESH_MS && new Date(at).toISOString() === time;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
