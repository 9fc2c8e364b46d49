import { createHash } from 'node:crypto';
import type { Access, Principal } from '@duqing/access';
import type { Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import {
  insertSignalAct,
  signalActs,
  type Reader,
  type SignalAct,
  type SignalActRow,
  type SignalView,
  type Store,
} from '@duqing/warehouse';
import { ActError, freeText } from './said.ts';

/** What a post says of a signal. */
export interface AssessRequest {
  key: string;
  act: SignalAct;
  /** newest signalling week and its records that the post saw; absent = whatever they are */
  week?: string;
  observed?: number;
  /** why: needed to dismiss and to pass on */
  text: string;
}

export interface AssessOptions {
  store: Store;
  reader: Pick<Reader, 'signals'>;
  access: Access;
  deployment: Deployment;
  clock: Clock;
}

/**
 * Keeps what a post says of a signal and gives it; the audit has it, done or refused. The same said twice by the same post of the same
 * week is one act. Throws an ActError that says what is wrong and where.
 */
export async function assess(options: AssessOptions, request: AssessRequest, by: Principal): Promise<SignalActRow> {
  const { access, store, deployment } = options;
  const signal = (await options.reader.signals()).signals.find(({ key }) => key === request.key);
  const done = { by, action: `signal-${request.act}`, object: request.key, area: signal?.region ?? deployment.city };
  try {
    const row = checked(options, { request, by, signal });
    const newest = (await signalActs(store, { at: options.clock(), key: request.key })).at(-1);
    if (newest && isSame(newest, row)) return newest;
    await insertSignalAct(store, row);
    await access.audit({ ...done, outcome: 'done', detail: row.week });
    return row;
  } catch (error) {
    if (!(error instanceof ActError)) throw error;
    await access.audit({ ...done, outcome: 'refused', detail: error.message });
    throw error;
  }
}

function isSame(a: SignalActRow, b: SignalActRow): boolean {
  return (['act', 'week', 'observed', 'post', 'text'] as const).every((part) => a[part] === b[part]);
}

function checked(
  { access, clock }: AssessOptions,
  { request, by, signal }: { request: AssessRequest; by: Principal; signal: SignalView | undefined },
): SignalActRow {
  if (!signal) throw new ActError('key', { zh: '现在没有这个异常', en: 'there is no such signal now' });
  if (!access.allows(by, 'assess-signals', signal.region))
    throw new ActError('post', {
      zh: `岗位${by.post}（${by.role}）无权在${signal.region}这样做`,
      en: `post ${by.post} (${by.role}) may not do this in ${signal.region}`,
    });
  refuseStale(request, signal);
  const text = freeText(request.text);
  if (text === '' && request.act !== 'confirm')
    throw new ActError('text', { zh: '排除和转报须写明理由', en: 'say why it is dismissed or passed on' });
  const { key, act } = request;
  const { week, observed } = signal;
  const at = clock();
  const identity = JSON.stringify([key, act, week, observed, by.post, text, at]);
  const act_id = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  return { act_id, key, act, week, observed, at, post: by.post, role: by.role, token_id: by.tokenId, text };
}

/** What was judged must be what is held: a week that has grown since is to be looked at first. */
function refuseStale(request: AssessRequest, { week, observed }: SignalView): void {
  const isSeen = (request.week ?? week) === week && (request.observed ?? observed) === observed;
  if (isSeen) return;
  throw new ActError('week', {
    zh: `其间数据已变（${week}周现为${observed}起），请看过再办`,
    en: `it has changed since (week ${week} now holds ${observed}): look at it first`,
  });
}
