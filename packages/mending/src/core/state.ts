import type { RejectRow, RejectStepRow } from '@duqing/warehouse';
import { departmentOf } from './department.ts';
import { placeText } from './place.ts';

export type RejectState = 'open' | 'proposed' | 'approved' | 'mended' | 'discarded';

/** A reject with what became of it. */
export interface RejectCase {
  row: RejectRow;
  state: RejectState;
  /** the newest proposal, or the one that was carried out */
  proposal: RejectStepRow | null;
}

/** Every reject with its state, in the order of `rows`. A proposal that was carried out is the end; before, the newest counts. */
export function casesOf(rows: readonly RejectRow[], steps: readonly RejectStepRow[]): RejectCase[] {
  const byPlace = Map.groupBy(steps, placeText);
  return rows.map((row) => ({ row, ...stateOf(byPlace.get(placeText(row)) ?? []) }));
}

function stateOf(steps: readonly RejectStepRow[]): Omit<RejectCase, 'row'> {
  const proposals = steps.filter(({ step }) => step === 'proposed');
  const of = (step: RejectStepRow['step']): RejectStepRow | undefined =>
    proposals.findLast(({ proposal_id: id }) => steps.some((one) => one.step === step && one.proposal_id === id));
  const done = of('done');
  if (done) return { state: done.kind === 'replay' ? 'mended' : 'discarded', proposal: done };
  const approved = of('approved');
  if (approved) return { state: 'approved', proposal: approved };
  const newest = proposals.at(-1);
  return newest ? { state: 'proposed', proposal: newest } : { state: 'open', proposal: null };
}

/** What rejects are asked for; an absent part means all. */
export interface Selection {
  /** topic/partition/offset */
  places?: readonly string[];
  code?: string;
  field?: string;
  source?: string;
  /** its code, such as justice */
  department?: string;
  states?: readonly RejectState[];
}

export function selected(cases: readonly RejectCase[], selection: Selection): RejectCase[] {
  const { places, code, field, source, department, states } = selection;
  return cases.filter(
    ({ row, state }) =>
      (places === undefined || places.includes(placeText(row))) &&
      (code === undefined || row.code === code) &&
      (field === undefined || row.field === field) &&
      (source === undefined || row.source === source) &&
      (department === undefined || departmentOf(row.source) === department) &&
      (states === undefined || states.includes(state)),
  );
}
