import { createHash } from 'node:crypto';
import type { Access, Action, Principal } from '@duqing/access';
import { dayOf, endOfDay, isDay } from '@duqing/calendar';
import type { Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import { OUTCOMES, type AlertAct, type AlertActRow, type AlertView, type Reader, type Store } from '@duqing/warehouse';
import { caseOf } from './case.ts';
import { rosterOf } from './roster.ts';
import { ActError, freeText } from './said.ts';

/** What a post asks to be done with an alert. */
export interface ActRequest {
  key: string;
  act: AlertAct;
  /** number of the newest notice that the post saw; absent = whatever is newest */
  notice?: number;
  /** of the form: the same form sent twice is one act */
  form: string;
  /** post, for assign */
  assignee?: string;
  /** YYYY-MM-DD, for assign; the day itself still counts */
  due?: string;
  outcome?: string;
  text?: string;
}

export interface ActsOptions {
  store: Store;
  reader: Reader;
  access: Access;
  deployment: Deployment;
  clock: Clock;
}

/** What each act needs. */
export const ACT_NEEDS: Readonly<Record<AlertAct, Action>> = {
  acknowledge: 'acknowledge-alerts',
  comment: 'acknowledge-alerts',
  assign: 'direct-alerts',
  close: 'direct-alerts',
};

/**
 * Does one act and gives it; the audit has it, done or refused. Throws an ActError that says what is wrong and where. An alert that has
 * ended may still be acknowledged, assigned and closed; of one that was recalled only a comment or an outcome is taken.
 */
export async function act(options: ActsOptions, request: ActRequest, by: Principal): Promise<AlertActRow> {
  const { access, store } = options;
  const alert = (await options.reader.alerts()).find(({ key }) => key === request.key);
  const object = request.key;
  const area = alert?.region ?? options.deployment.city;
  const action = `alert-${request.act}`;
  try {
    const row = await checked(options, { request, by, alert });
    const [held] = (await readActs(store, request.key)).filter(({ act_id }) => act_id === row.act_id);
    if (held) return held;
    await store.insert('alert_acks', [row]);
    await access.audit({ by, action, object, area, outcome: 'done', detail: row.outcome || row.assignee });
    return row;
  } catch (error) {
    if (!(error instanceof ActError)) throw error;
    await access.audit({ by, action, object, area, outcome: 'refused', detail: error.message });
    throw error;
  }
}

interface Asking {
  request: ActRequest;
  by: Principal;
  alert: AlertView | undefined;
}

async function checked(options: ActsOptions, { request, by, alert }: Asking): Promise<AlertActRow> {
  const now = options.clock();
  if (!alert || alert.notices.length === 0)
    throw new ActError('key', { zh: '没有发出过这条预警', en: 'no notice of such an alert was sent' });
  if (!options.access.allows(by, ACT_NEEDS[request.act], alert.region))
    throw new ActError('post', {
      zh: `岗位${by.post}（${by.role}）无权在${alert.region}这样做`,
      en: `post ${by.post} (${by.role}) may not do this in ${alert.region}`,
    });
  const { notice, isRecalled } = caseOf(alert, { acts: [], at: now });
  refuseStale(request, { notice, isRecalled });
  const { key, act: what, form } = request;
  const parts = partsOf(options, { request, now });
  const identity = JSON.stringify([key, notice, what, by.post, form, ...Object.values(parts)]);
  return {
    act_id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    key,
    notice,
    act: what,
    at: now,
    post: by.post,
    role: by.role,
    token_id: by.tokenId,
    ...parts,
  };
}

function refuseStale(request: ActRequest, { notice, isRecalled }: { notice: number; isRecalled: boolean }): void {
  if (request.notice !== undefined && request.notice !== notice)
    throw new ActError('notice', {
      zh: `其间又发出了第${notice}号通知，请看过再办`,
      en: `notice no. ${notice} has come since: look at it first`,
    });
  if (isRecalled && (request.act === 'acknowledge' || request.act === 'assign'))
    throw new ActError('key', {
      zh: '该预警已更正撤回，请停止据此处置；只能备注或办结',
      en: 'it was recalled, stop acting on it; only a comment or an outcome is taken',
    });
}

type Parts = Pick<AlertActRow, 'assignee' | 'due' | 'outcome' | 'text'>;

function partsOf({ deployment }: ActsOptions, { request, now }: { request: ActRequest; now: number }): Parts {
  const text = freeText(request.text ?? '');
  const none: Parts = { assignee: '', due: 0, outcome: '', text };
  switch (request.act) {
    case 'acknowledge':
      return none;
    case 'comment':
      if (text === '') throw new ActError('text', { zh: '备注为空', en: 'empty' });
      return none;
    case 'assign':
      return {
        ...none,
        assignee: assigneeOf(deployment, { given: request.assignee, now }),
        due: dueOf(request.due, now),
      };
    case 'close':
      return { ...none, outcome: outcomeOf(request.outcome) };
  }
}

function assigneeOf(deployment: Deployment, { given = '', now }: { given: string | undefined; now: number }): string {
  const posts = rosterOf(deployment, now)?.posts.map(({ post }) => post) ?? [];
  if (posts.includes(given)) return given;
  const list = posts.join(', ');
  throw new ActError('assignee', { zh: `不是值班表中的岗位：${list}`, en: `no post of the roster: ${list}` });
}

/** Furthest day, in days, by which something may be due. */
const FURTHEST = 366;

function dueOf(given: string | undefined, now: number): number {
  if (given === undefined || given === '') return 0;
  if (!isDay(given)) throw new ActError('due', { zh: '不是日期（YYYY-MM-DD）', en: 'not a day, YYYY-MM-DD' });
  if (given < dayOf(now)) throw new ActError('due', { zh: '期限已过', en: 'is past' });
  if (endOfDay(given) - now > FURTHEST * 86_400_000)
    throw new ActError('due', { zh: '期限超过一年', en: 'more than a year ahead' });
  return endOfDay(given);
}

function outcomeOf(given: string | undefined): AlertActRow['outcome'] {
  const found = OUTCOMES.find((one) => one === given);
  if (found) return found;
  throw new ActError('outcome', { zh: `须为 ${OUTCOMES.join('、')} 之一`, en: `one of ${OUTCOMES.join(', ')}` });
}

/** All acts, or those of one alert. */
export async function readActs(store: Store, key?: string): Promise<AlertActRow[]> {
  const one = key === undefined ? '' : 'WHERE key = {key:String}';
  return store.query<AlertActRow>(`SELECT * FROM alert_acks FINAL ${one} ORDER BY at, act_id`, { key: key ?? '' });
}
