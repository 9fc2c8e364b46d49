import { createHash } from 'node:crypto';
import type { Principal } from '@duqing/access';
import { planOf, returnEvent, type PlannedRow, type SheetFault, type SheetReading } from '@duqing/intake';
import type { Store } from '@duqing/warehouse';
import { heldRows } from './held.ts';
import { judgeEvents, type EventAnswer, type Intake, type Judged } from './take.ts';

/** A row as it would be sent, with what the rules say of it; null where it is held already and is not sent again. */
export interface CheckedRow extends PlannedRow {
  answer: EventAnswer | null;
}

/** What would become of a sheet. */
export interface Checked extends Pick<SheetReading, 'faults' | 'blank'> {
  rows: CheckedRow[];
  /** nothing is wrong and there is something to send */
  isRight: boolean;
  /** of everything that would be sent and what it replaces: the same only while all of it is the same */
  seen: string;
  judged: Judged[];
}

export interface CheckOptions {
  intake: Pick<Intake, 'access' | 'context'>;
  store: Store;
  principal: Principal;
  /** CloudEvents source that a row of an area comes from */
  sourceOf: (region: string) => string;
  /** RFC 3339, of every event */
  time: string;
}

/** A filled-in sheet, held against what is there and judged row by row by the rules of events; nothing is sent. */
export async function checkSheet(reading: SheetReading, options: CheckOptions): Promise<Checked> {
  const { intake, store, principal, sourceOf, time } = options;
  const regions = [...new Set(reading.rows.map(({ region }) => region))];
  const { planned, faults } = planOf(reading.rows, { held: await heldRows(store, regions), source: sourceOf });
  const fresh = planned.filter(({ change }) => change !== 'same');
  const events = fresh.map((row) => ({ value: Buffer.from(returnEvent(row, { source: sourceOf(row.region), time })) }));
  const judged = await judgeEvents(intake, { principal, events });
  const answers = new Map(fresh.map((row, index) => [row, judged[index]?.answer ?? null]));
  const all: SheetFault[] = [...reading.faults, ...faults];
  return {
    rows: planned.map((row) => ({ ...row, answer: answers.get(row) ?? null })),
    faults: all,
    blank: reading.blank,
    isRight: all.length === 0 && judged.length > 0 && judged.every(({ message }) => message !== null),
    seen: seenOf(planned),
    judged,
  };
}

function seenOf(planned: readonly PlannedRow[]): string {
  const parts = planned.map(({ region, measure, period, revision, figures, before, change }) => [
    [region, measure, period, revision, change],
    sorted(figures),
    before && sorted(before),
  ]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function sorted(figures: PlannedRow['figures']): [string, unknown][] {
  return Object.entries(figures).sort(([one], [other]) => one.localeCompare(other));
}
