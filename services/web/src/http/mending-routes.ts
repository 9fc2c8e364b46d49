import { TransientError, type Publisher } from '@duqing/runtime';
import {
  DISCARD_REASONS,
  maySee,
  MendError,
  parsePath,
  placeText,
  typedValue,
  type DiscardReason,
  type Mend,
  type Outcome,
  type RejectCase,
} from '@duqing/mending';
import { fieldView, seesAll, shownId } from '../core/mending.ts';
import { fieldOf, type Form } from '../desk/desk.ts';
import { rejectsOutcomePage, type Step } from '../pages/rejects-outcome-page.ts';
import { markup, type Answer, type Route } from './answer.ts';
import { changesFor, common, withMending, type MendingGiven } from './mending-given.ts';
import type { Scene } from './scene.ts';

/** The four steps of mending: a trial, a proposal; a look at it by another post, and its approval. Only the second and last count. */
export function mendingRoutes(scene: Scene): Route[] {
  const post = (
    path: string,
    needs: 'mend-rejects' | 'approve-mending',
    handle: (given: MendingGiven) => Promise<Answer>,
  ): Route => withMending(scene, { path, method: 'POST', needs, handle });
  return [
    post('/rejects/try', 'mend-rejects', async (given) => propose(given, false)),
    post('/rejects/propose', 'mend-rejects', async (given) => propose(given, true)),
    post('/rejects/review', 'approve-mending', async (given) => approve(given, false)),
    post('/rejects/approve', 'approve-mending', async (given) => approve(given, true)),
  ];
}

/** Rejects that one form takes at a time. */
const MOST = 100;

/** The rejects that a form names and the post may see. */
async function chosenCases({ asked, mending, desk, by }: MendingGiven): Promise<RejectCase[]> {
  const places = [...new Set(asked.form.fields['place'] ?? [])].slice(0, MOST);
  if (places.length === 0) return [];
  return (await mending.cases({ places })).filter((one) => maySee(desk.access, by, one));
}

function placesOf(cases: readonly RejectCase[]): { places: string[] } {
  return { places: cases.map(({ row }) => placeText(row)) };
}

async function propose(given: MendingGiven, commit: boolean): Promise<Answer> {
  const { mending, by, asked } = given;
  const cases = await chosenCases(given);
  const acting = { by, commit };
  const outcomes =
    fieldOf(asked.form, 'what') === 'discard'
      ? await mending.discard(placesOf(cases), { ...acting, reason: discardReason(asked.form) })
      : await mending.fix(placesOf(cases), { ...acting, mend: (one) => mendFor(one, asked.form) });
  return outcomePage(given, {
    step: commit ? 'propose' : 'try',
    cases,
    outcomes,
    carried: carriedOf(asked.form, outcomes),
  });
}

function discardReason(form: Form): DiscardReason {
  return DISCARD_REASONS.find((code) => code === fieldOf(form, 'reason')) ?? 'other';
}

/** What the form says of one reject: its own value before the one for all, a field taken out, or the whole event. */
function mendFor({ row }: RejectCase, form: Form): Mend {
  const whole = fieldOf(form, 'whole');
  if (whole !== '') return { kind: 'whole', text: whole };
  const path = fieldOf(form, 'path');
  const at = parsePath(path);
  if (fieldOf(form, 'remove') === 'yes') return { kind: 'edits', edits: [{ path: at, unset: true }] };
  const written = fieldOf(form, `value ${placeText(row)}`) || fieldOf(form, 'value');
  if (written === '') throw new MendError(NO_VALUE);
  return { kind: 'edits', edits: [{ path: at, value: typedValue(written, fieldView(row.type, path).form) }] };
}

const NO_VALUE = {
  zh: '没有填写新的值；要去掉这一项，请勾选“删除这一项”',
  en: 'no new value was given; to take the field out, say so',
};

/** The same form again, for those that are right. */
function carriedOf(form: Form, outcomes: readonly Outcome[]): (readonly [string, string])[] {
  const good = outcomes.flatMap(({ ok, place }) => (ok ? [['place', place] as const] : []));
  const kept = Object.entries(form.fields).flatMap(([name, values]) =>
    name === 'place' || name === 'lang' ? [] : values.map((value) => [name, value] as const),
  );
  return [...good, ...kept];
}

/** For a look: nothing is sent by it. */
const NOWHERE: Publisher = { publish: async () => Promise.reject(new Error('nothing is sent before it is approved')) };

async function approve(given: MendingGiven, commit: boolean): Promise<Answer> {
  const { asked, desk, mending, by } = given;
  const cases = await chosenCases(given);
  const seen = new Map(
    cases.flatMap(({ row, proposal }) => {
      const place = placeText(row);
      const id = commit ? fieldOf(asked.form, `seen ${place}`) : (proposal?.proposal_id ?? '');
      return [[place, id] as const];
    }),
  );
  const outcomes: Outcome[] = [];
  let notice: string | null = null;
  for (const kind of ['replay', 'discard'] as const) {
    const ofKind = cases.filter(({ proposal }) => (proposal?.kind ?? 'replay') === kind);
    if (ofKind.length === 0) continue;
    if (kind === 'replay' && desk.publisher === null) {
      notice = CLOSED[given.lang];
      continue;
    }
    const publisher = (commit ? desk.publisher : null) ?? NOWHERE;
    try {
      outcomes.push(
        ...(await mending.approve(placesOf(ofKind), { kind, publisher, by, commit, ...(commit && { seen }) })),
      );
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      given.scene.logger.error({ err: error, route: '/rejects/approve' }, 'mended rejects not sent');
      notice = AWAY[given.lang];
    }
  }
  const carried = outcomes.flatMap(({ ok, place }) =>
    ok ? [['place', place] as const, [`seen ${place}`, seen.get(place) ?? ''] as const] : [],
  );
  return outcomePage(given, { step: commit ? 'approve' : 'review', cases, outcomes, carried, notice });
}

const CLOSED = {
  zh: '此处没有接通数据通道，不能重放；作废不受影响。',
  en: 'Nothing can be sent from here, so nothing can be replayed; discarding works.',
};
const AWAY = {
  zh: '数据通道暂时不通：没有列出的退件尚未发出，请稍后再复核一次；重复发送不会重复计数。',
  en: 'Sending failed for now: those not listed are not sent yet. Approve again later; sending twice counts once.',
};

interface Became {
  step: Step;
  cases: readonly RejectCase[];
  outcomes: readonly Outcome[];
  carried: readonly (readonly [string, string])[];
  notice?: string | null;
}

function outcomePage(given: MendingGiven, { step, cases, outcomes, carried, notice = null }: Became): Answer {
  const { desk, by } = given;
  const byPlace = new Map(cases.map((one) => [placeText(one.row), one]));
  const shown = outcomes.flatMap((outcome) => {
    const one = byPlace.get(outcome.place);
    if (one === undefined) return [];
    const all = seesAll(desk.access, { by, row: one.row });
    return [{ one, outcome, id: shownId(one.row, all), changes: changesFor(one, { after: outcome.payload, all }) }];
  });
  const isRight = notice === null && outcomes.every(({ ok }) => ok);
  const page = rejectsOutcomePage({ ...common(given), step, outcomes: shown, carried, notice });
  return markup(page, isRight ? 200 : 422);
}
