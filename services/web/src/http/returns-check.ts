import { liveContext } from '@duqing/mending';
import { readSheet, SheetError, type SheetReading } from '@duqing/intake';
import { z } from 'zod';
import { areaNames } from '../core/areas.ts';
import { readTyped } from '../core/typed-returns.ts';
import { fieldOf } from '../desk/desk.ts';
import { checkSheet, type Checked } from '../intake/checked.ts';
import { publishGood } from '../intake/take.ts';
import { link } from '../pages/links.ts';
import { returnsCheckPage } from '../pages/returns-check-page.ts';
import type { ReturnsChoice } from '../pages/returns-form-page.ts';
import { markup, seeOther, type Answer } from './answer.ts';
import { closedText, formAnswer, ownRows, withDefaults, type ReturnsGiven } from './returns-given.ts';

function chosenIn({ scene, principal, asked: { form } }: ReturnsGiven): ReturnsChoice {
  const [department, period, region] = ['department', 'period', 'region'].map((name) => fieldOf(form, name));
  return withDefaults({ scene, principal }, { department, period, region });
}

/** The first post: says what would be sent, row by row; nothing is. */
export async function check(given: ReturnsGiven): Promise<Answer> {
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
async function uploaded({ asked, lang }: ReturnsGiven): Promise<SheetReading> {
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
  given: ReturnsGiven,
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
  { scene, desk, principal, asked }: ReturnsGiven,
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
export async function send(given: ReturnsGiven): Promise<Answer> {
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
