import type { Principal } from '@duqing/access';
import { dayOf } from '@duqing/calendar';
import { INDICATORS, type Department } from '@duqing/catalogue';
import { formOf, readSheet, sheetOf, type FormArea, type SheetReading } from '@duqing/intake';
import { Setting, type Deployment, type Region } from '@duqing/regions';
import { judgeEvents, publishGood, type EventAnswer, type Intake } from './take.ts';

/** What became of a sheet: all of it was sent, or nothing, with every reason. */
export interface SheetAnswer extends Pick<SheetReading, 'faults' | 'blank'> {
  sent: boolean;
  /** one a row that was filled in */
  results: (EventAnswer & { line: number; subject: string })[];
}

interface SheetSent {
  principal: Principal;
  body: Uint8Array;
  /** CloudEvents source that it comes from */
  source: string;
  /** ms */
  now: number;
  /** only say what would become of it */
  checkOnly: boolean;
}

/** A filled-in sheet, judged row by row by the rules of events; sent only where every row is right, so that it can be mended whole. */
export async function takeSheet(
  intake: Intake,
  { principal, body, source, now, checkOnly }: SheetSent,
): Promise<SheetAnswer> {
  const { returns, faults, blank } = readSheet(body, { source, time: new Date(now).toISOString() });
  const judged = await judgeEvents(intake, {
    principal,
    events: returns.map(({ text }) => ({ value: Buffer.from(text) })),
  });
  const isRight = faults.length === 0 && judged.length > 0 && judged.every(({ message }) => message !== null);
  const sent = isRight && !checkOnly;
  if (sent) await publishGood(intake.publisher, judged);
  const results = judged.map(({ answer }, index) => {
    const { line = 0, subject = '' } = returns[index] ?? {};
    return { ...answer, line, subject };
  });
  return { sent, faults, blank, results };
}

/** The sheet of a department for a period, for one area or all; null where there is no such department or area, or nothing is owed. */
export function templateOf(
  { department, period, region }: { department: string; period: string; region: string | undefined },
  { deployment, now }: { deployment: Deployment; now: number },
): string | null {
  const found = INDICATORS.map(({ columns }) => columns.department).find(
    (one): one is Department => one === department,
  );
  const areas = areasOf(deployment, now).filter(({ code }) => region === undefined || code === region);
  const rows = found === undefined ? [] : formOf({ department: found, period, areas });
  return rows.length === 0 ? null : sheetOf(rows);
}

function areasOf(deployment: Deployment, now: number): FormArea[] {
  const { regions, city } = new Setting(deployment, now);
  const own = regions.get(city);
  return [
    ...(own === undefined ? [] : [areaOf(own, 'city')]),
    ...regions.unitsOf(city, dayOf(now)).map((unit) => areaOf(unit, 'county')),
  ];
}

function areaOf({ code, name }: Region, level: FormArea['level']): FormArea {
  return { code, name: name.zh, level };
}
