import type { Principal } from '@duqing/access';
import { readSheet, type SheetFault } from '@duqing/intake';
import { checkSheet } from './checked.ts';
import { publishGood, type EventAnswer, type Intake } from './take.ts';

/** What became of a sheet: all of it was sent, or nothing, with every reason. */
export interface SheetAnswer {
  sent: boolean;
  faults: SheetFault[];
  /** lines that were left blank */
  blank: number[];
  /** lines whose figures are held already; they are not sent again */
  unchanged: number[];
  /** one a row that is sent or would be */
  results: (EventAnswer & { line: number; subject: string; revision: number })[];
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

/**
 * A filled-in sheet, judged row by row by the rules of events; sent only where every row is right, so that it can be mended whole.
 * Throws a SheetError where it cannot be read.
 */
export async function takeSheet(intake: Intake, given: SheetSent): Promise<SheetAnswer> {
  const { principal, body, source, now, checkOnly } = given;
  const reading = await readSheet(body);
  const time = new Date(now).toISOString();
  const options = { intake, store: intake.store, principal, sourceOf: () => source, time };
  const { rows, faults, blank, isRight, judged } = await checkSheet(reading, options);
  const sent = isRight && !checkOnly;
  if (sent) await publishGood(intake.publisher, judged);
  const unchanged = rows.flatMap(({ line, change }) => (change === 'same' ? [line] : []));
  const results = rows.flatMap(({ answer, line, region, measure, period, revision }) =>
    answer === null ? [] : [{ ...answer, line, subject: `${region}/${measure}/${period}`, revision }],
  );
  return { sent, faults, blank, unchanged, results };
}
