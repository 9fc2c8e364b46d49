import { createHash } from 'node:crypto';
import { areaOf, type Access, type Principal } from '@duqing/access';
import type { Flag, ValidationContext } from '@duqing/events';
import type { Deployment } from '@duqing/regions';
import type { Clock, OutMessage, Publisher } from '@duqing/runtime';
import {
  insertRejectSteps,
  rejectSteps,
  type RejectEnd,
  type RejectRow,
  type RejectStep,
  type RejectStepRow,
  type Store,
} from '@duqing/warehouse';
import { liveContext } from './context.ts';
import { permitted, secondPerson } from './rights.ts';
import { judgedAgain, mendedOf, type Mend, type Mended } from './core/mended.ts';
import { placeText } from './core/place.ts';
import { casesOf, selected, type RejectCase, type Selection } from './core/state.ts';
import { MendError, type Text } from './core/words.ts';

/** Why a reject is given up: codes, never free text. */
export const DISCARD_REASONS = ['test-message', 'sent-elsewhere', 'not-ours', 'unreadable', 'other'] as const;
export type DiscardReason = (typeof DISCARD_REASONS)[number];

export interface MendingOptions {
  store: Store;
  deployment: Deployment;
  clock: Clock;
  access: Access;
}

/** What became, or in a dry run would become, of one reject. */
export interface Outcome {
  place: string;
  ok: boolean;
  /** why not, in the words of the rules */
  problem: Text | null;
  kind: RejectEnd;
  /** the mended event; '' for a discard and where it could not be made */
  payload: string;
  flags: Flag[];
}

/** Who acts, and whether it counts: without `commit` nothing is written. */
interface Acting {
  by: Principal | null;
  commit: boolean;
}

export interface Mending {
  cases(selection?: Selection): Promise<RejectCase[]>;
  /** The same without what was sent (payloads are ''), which for all of them would fill the memory. */
  list(selection?: Selection): Promise<RejectCase[]>;
  /**
   * Mends all selected alike, or each by what `mend` gives for it; each that the rules accept becomes a proposal of the acting post.
   */
  fix(selection: Selection, options: Acting & { mend: Mend | ((one: RejectCase) => Mend) }): Promise<Outcome[]>;
  /** Proposes to give the selected up. */
  discard(selection: Selection, options: Acting & { reason: DiscardReason }): Promise<Outcome[]>;
  /**
   * Carries out what another post proposed: sends a mended event anew, under its own identity, or discards. Sent before a crash it
   * may be sent twice, which is a duplicate and changes nothing. `seen` are the proposals that the post was shown, by place: another
   * one that came since is not carried out.
   */
  approve(
    selection: Selection,
    options: Acting & { kind: RejectEnd; publisher: Publisher; seen?: ReadonlyMap<string, string> },
  ): Promise<Outcome[]>;
}

export function createMending(options: MendingOptions): Mending {
  const { store } = options;
  const cases = async (selection: Selection = {}): Promise<RejectCase[]> =>
    readCases(store, { columns: '*', selection });
  return {
    cases,
    list: async (selection = {}) => rejectList(store, selection),
    fix: async (selection, { mend, ...acting }) => {
      const context = await liveContext(options, options.clock());
      return each(await cases(selection), async (one) =>
        propose(options, {
          one,
          acting,
          kind: 'replay',
          make: () => mendedOf(one.row, typeof mend === 'function' ? mend(one) : mend, context),
        }),
      );
    },
    discard: async (selection, { reason, ...acting }) =>
      each(await cases(selection), async (one) => propose(options, { one, acting, kind: 'discard', reason })),
    approve: async (selection, { kind, publisher, seen, ...acting }) => {
      const context = await liveContext(options, options.clock());
      return each(await cases(selection), async (one) =>
        carryOut(options, { one, acting, kind, publisher, context, seen: seen?.get(placeText(one.row)) }),
      );
    },
  };
}

/** All selected without what was sent, oldest first. */
export async function rejectList(store: Store, selection: Selection = {}): Promise<RejectCase[]> {
  return readCases(store, { columns: "* REPLACE ('' AS payload, '{}' AS headers)", selection });
}

async function readCases(
  store: Store,
  { columns, selection }: { columns: string; selection: Selection },
): Promise<RejectCase[]> {
  const rows = await store.query<RejectRow>(rowsSql(columns), wanted(selection));
  return selected(casesOf(rows, await rejectSteps(store)), selection);
}

/** Payloads of all rejects would fill the memory: those that were not asked for stay in the store. */
function rowsSql(columns: string): string {
  return `SELECT ${columns} FROM rejects FINAL
WHERE ({code:String} = '' OR code = {code:String}) AND ({field:String} = '' OR field = {field:String})
  AND ({source:String} = '' OR source = {source:String})
  AND (empty({places:Array(String)}) OR concat(topic, '/', toString(partition), '/', toString(offset)) IN {places:Array(String)})
ORDER BY received_at, topic, partition, offset`;
}

function wanted({ code = '', field = '', source = '', places = [] }: Selection): Record<string, unknown> {
  return { code, field, source, places };
}

async function each(cases: readonly RejectCase[], work: (one: RejectCase) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const one of cases) outcomes.push(await work(one));
  return outcomes;
}

interface Proposing {
  one: RejectCase;
  acting: Acting;
  kind: RejectEnd;
  make?: () => Mended;
  reason?: DiscardReason;
}

async function propose(options: MendingOptions, { one, acting, kind, make, reason }: Proposing): Promise<Outcome> {
  const attempt = async (): Promise<Outcome> => {
    refuseEnded(one);
    const by = acting.commit ? permitted(options.access, { one, by: acting.by, action: 'mend-rejects' }) : null;
    const mended = make?.();
    if (mended?.refused) return outcomeOf(one, { kind, mended, problem: mended.refused });
    if (by) await step(options, { one, by, step: 'proposed', kind, payload: mended?.payload, reason });
    return outcomeOf(one, { kind, mended, problem: null });
  };
  return noted(options, { one, acting, kind, action: `propose-${kind}`, attempt });
}

interface CarryingOut {
  one: RejectCase;
  acting: Acting;
  kind: RejectEnd;
  publisher: Publisher;
  context: ValidationContext;
  /** the proposal that was shown; undefined = any */
  seen: string | undefined;
}

async function carryOut(options: MendingOptions, work: CarryingOut): Promise<Outcome> {
  const { one, acting, kind, publisher, context, seen } = work;
  const attempt = async (): Promise<Outcome> => {
    refuseEnded(one);
    const { proposal } = one;
    if (proposal?.kind !== kind) throw new MendError(NOT_PROPOSED[kind]);
    if (seen !== undefined && seen !== proposal.proposal_id) throw new MendError(CHANGED);
    const by = acting.commit ? secondPerson(options.access, { one, by: acting.by, proposal }) : null;
    const mended = kind === 'replay' ? judgedAgain(proposal.payload, context) : undefined;
    if (mended?.refused) return outcomeOf(one, { kind, mended, problem: mended.refused });
    if (by) {
      await step(options, { one, by, step: 'approved', kind, proposal });
      if (mended) await publisher.publish(mended.topic, [messageOf(one, mended)]);
      await step(options, { one, by, step: 'done', kind, proposal });
    }
    return outcomeOf(one, { kind, mended, problem: null });
  };
  return noted(options, { one, acting, kind, action: `approve-${kind}`, attempt });
}

/** An audit row for each thing that was done or refused; a dry run leaves none. */
async function noted(
  { access }: MendingOptions,
  {
    one,
    acting,
    kind,
    action,
    attempt,
  }: { one: RejectCase; acting: Acting; kind: RejectEnd; action: string; attempt: () => Promise<Outcome> },
): Promise<Outcome> {
  const outcome = await attempt().catch((error: unknown) => {
    if (!(error instanceof MendError)) throw error;
    return outcomeOf(one, { kind, mended: undefined, problem: error.text });
  });
  if (acting.commit && acting.by) {
    const detail = outcome.problem?.en ?? one.proposal?.proposal_id ?? '';
    const what = { action, object: outcome.place, area: areaOf(one.row.source), detail };
    await access.audit({ by: acting.by, ...what, outcome: outcome.ok ? 'done' : 'refused' });
  }
  return outcome;
}

const NOT_PROPOSED: Record<RejectEnd, Text> = {
  replay: { zh: '尚无人提出改正，没有可复核的', en: 'nobody proposed how to mend it, so there is nothing to approve' },
  discard: { zh: '尚无人提出作废，没有可复核的', en: 'nobody proposed to discard it, so there is nothing to approve' },
};

const CHANGED: Text = {
  zh: '提出的处理在您查看之后变了，请重新查看再复核',
  en: 'what is proposed changed after you looked at it: look again',
};

function refuseEnded({ state }: RejectCase): void {
  if (state === 'mended')
    throw new MendError({ zh: '已改正并重放，不再处理', en: 'it was mended and replayed already' });
  if (state === 'discarded') throw new MendError({ zh: '已作废，不再处理', en: 'it was discarded already' });
}

interface Stepping {
  one: RejectCase;
  by: Principal;
  step: RejectStep;
  kind: RejectEnd;
  payload?: string | undefined;
  reason?: string | undefined;
  proposal?: RejectStepRow;
}

async function step({ store, clock }: MendingOptions, stepping: Stepping): Promise<void> {
  const { one, by, step, kind, payload = '', reason = '', proposal } = stepping;
  const { topic, partition, offset } = one.row;
  const identity = [placeText(one.row), kind, reason, payload, by.post].join('\n');
  const row: RejectStepRow = {
    topic,
    partition,
    offset,
    proposal_id: proposal?.proposal_id ?? createHash('sha256').update(identity).digest('hex').slice(0, 32),
    step,
    kind,
    at: clock(),
    post: by.post,
    token_id: by.tokenId,
    reason: proposal?.reason ?? reason,
    payload,
  };
  await insertRejectSteps(store, [row]);
}

function outcomeOf(
  { row }: RejectCase,
  { kind, mended, problem }: { kind: RejectEnd; mended: Mended | undefined; problem: Text | null },
): Outcome {
  const { payload = '', flags = [] } = mended ?? {};
  return { place: placeText(row), ok: problem === null, problem, kind, payload, flags };
}

/** As its sender would send it; where it came from stays with it, and history stays history. */
function messageOf({ row }: RejectCase, { subject, payload }: Mended): OutMessage {
  const headers = JSON.parse(row.headers) as Record<string, string>;
  const backfilled = headers['duqing-backfilled'];
  return {
    key: subject,
    value: payload,
    headers: {
      'duqing-origin': `mended ${placeText(row)}`,
      ...(backfilled !== undefined && { 'duqing-backfilled': backfilled }),
    },
  };
}
