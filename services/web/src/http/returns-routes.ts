import { csvTemplate, xlsxTemplate } from '@duqing/intake';
import { langField, periodField, readQuery } from '../core/query.ts';
import { fieldOf } from '../desk/desk.ts';
import type { ReturnsChoice } from '../pages/returns-form-page.ts';
import type { Answer, Route } from './answer.ts';
import { check, send } from './returns-check.ts';
import { formAnswer, ownRows, withDefaults, withSent, type ReturnsGiven } from './returns-given.ts';
import type { Scene } from './scene.ts';

/** Returns by sheet or typed in: first checked and shown, sent on a second post. */
export function returnsRoutes(scene: Scene): Route[] {
  const route = (
    path: string,
    handle: (given: ReturnsGiven) => Promise<Answer>,
    method: 'GET' | 'POST' = 'GET',
  ): Route => ({
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

function chosenBy({ scene, principal, asked }: ReturnsGiven): ReturnsChoice {
  const query = readQuery(asked.query, {
    department: (text) => text,
    period: periodField,
    region: (text) => text,
    sent: (text) => text,
    lang: langField,
  });
  return withDefaults({ scene, principal }, query);
}

async function form(given: ReturnsGiven): Promise<Answer> {
  const { sent } = given.asked.query;
  const done = typeof sent === 'string' && /^\d{1,5}$/.test(sent) ? Number(sent) : null;
  return formAnswer(given, { chosen: chosenBy(given), typed: () => '', faults: [], done });
}

async function sheet(given: ReturnsGiven, type: 'xlsx' | 'csv'): Promise<Answer> {
  const chosen = chosenBy(given);
  const zh = { ...given, lang: 'zh' as const };
  const rows = await withSent(zh, ownRows(zh, chosen));
  const name = `returns-${chosen.department}-${chosen.period}.${type}`;
  const headers = { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` };
  if (type === 'csv') return { status: 200, type: 'text/csv; charset=utf-8', body: csvTemplate(rows), headers };
  const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return { status: 200, type: workbook, body: await xlsxTemplate(rows), headers };
}
