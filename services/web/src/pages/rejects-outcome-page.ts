import type { Lang } from '@duqing/catalogue';
import { doubtName, type Change, type Outcome, type RejectCase } from '@duqing/mending';
import { html, type Html, type Part } from '@duqing/pages';
import { fieldView, typeName } from '../core/mending.ts';
import { langInput, layout, say } from './layout.ts';
import { link } from './links.ts';
import { changesTable } from './rejects-parts.ts';

/** What became, or would become, of one reject. */
interface ShownOutcome {
  one: RejectCase;
  outcome: Outcome;
  id: string;
  changes: readonly Change[] | null;
}

/** Which step the page stands for: a trial of a proposal, a proposal made, a look before approval, an approval. */
export type Step = 'try' | 'propose' | 'review' | 'approve';

export interface RejectsOutcomePage {
  lang: Lang;
  place: string;
  simulated: boolean;
  step: Step;
  outcomes: readonly ShownOutcome[];
  /** what the next step posts; every field may come more than once */
  carried: readonly (readonly [name: string, value: string])[];
  /** why the next step is not there, or what went wrong; null = nothing */
  notice: string | null;
}

const HEADINGS: Record<Step, { zh: string; en: string }> = {
  try: { zh: '试改结果（尚未生效）', en: 'A trial: nothing is written yet' },
  propose: { zh: '已提出，待另一岗位复核', en: 'Proposed: another post must approve' },
  review: { zh: '复核前查看（尚未生效）', en: 'Before approval: nothing is written yet' },
  approve: { zh: '复核结果', en: 'Approved' },
};

const NEXT: Partial<Record<Step, { action: string; zh: (count: number) => string; en: (count: number) => string }>> = {
  try: {
    action: '/rejects/propose',
    zh: (count) => `提出 ${count} 件，交另一岗位复核`,
    en: (count) => `Propose ${count}, for another post to approve`,
  },
  review: { action: '/rejects/approve', zh: (count) => `复核通过 ${count} 件`, en: (count) => `Approve ${count}` },
};

/** Each reject with what the rules say of it, and the next step for those that are right. */
export function rejectsOutcomePage(given: RejectsOutcomePage): string {
  const { lang, step, outcomes, notice } = given;
  const t = say(lang);
  const good = outcomes.filter(({ outcome }) => outcome.ok).length;
  const summary = t(
    `${outcomes.length} 件中 ${good} 件可行，${outcomes.length - good} 件不行。`,
    `${good} of ${outcomes.length} are right, ${outcomes.length - good} are not.`,
  );
  const body = html`${notice !== null && html`<p class="problem" role="alert">✕ ${notice}</p>`}
    <p role="status">${outcomes.length === 0 ? t('没有选中退件。', 'No reject was chosen.') : summary}</p>
    ${nextForm(given, good)}
    <ul class="outcomes">
      ${outcomes.map((one) => outcomeItem(one, given))}
    </ul>
    <p><a href="${link('/rejects', { lang })}">${t('← 回到清单', '← Back to the list')}</a></p>`;
  return layout({ ...given, path: '/rejects', heading: HEADINGS[step][lang], body });
}

function nextForm({ step, carried, notice, lang }: RejectsOutcomePage, good: number): Html | false {
  const next = NEXT[step];
  if (next === undefined || good === 0 || notice !== null) return false;
  return html`<form method="post" action="${next.action}">
    ${carried.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}${langInput(lang)}
    <button>${next[lang](good)}</button>
  </form>`;
}

const DONE: Record<Step, Record<'replay' | 'discard', { zh: string; en: string }>> = {
  try: { replay: { zh: '改后符合要求', en: 'right when mended' }, discard: { zh: '可以作废', en: 'can be discarded' } },
  propose: { replay: { zh: '已提出改正', en: 'proposed' }, discard: { zh: '已提出作废', en: 'proposed' } },
  review: {
    replay: { zh: '现在检验仍符合要求，复核后重放', en: 'still right; it is sent when you approve' },
    discard: { zh: '复核后作废', en: 'it is discarded when you approve' },
  },
  approve: {
    replay: { zh: '已重放，按原编号重新进入系统', en: 'sent anew under its own id' },
    discard: { zh: '已作废', en: 'discarded' },
  },
};

function outcomeItem({ one, outcome, id, changes }: ShownOutcome, { lang, step }: RejectsOutcomePage): Html {
  const t = say(lang);
  const { place, ok, problem, kind, flags } = outcome;
  const doubts = flags
    .map(({ code, field }) => `${doubtName(code)[lang]}（${fieldView(one.row.type, field).name[lang]}）`)
    .join(t('、', ', '));
  const said: Part = ok
    ? html`<strong>✓ ${DONE[step][kind][lang]}</strong>`
    : html`<span class="bad">✕ ${problem?.[lang] ?? ''}</span>`;
  return html`<li>
    <a href="${link('/rejects/case', { place, lang })}">${typeName(one.row.type)[lang]}${id === '' ? '' : ` ${id}`}</a>
    <span class="code">${place}</span><br />${said}
    ${doubts !== '' && html`<span class="doubt">! ${t('存疑：', 'doubtful: ')}${doubts}</span>`}
    ${changes !== null && changes.length > 0 && changesTable(changes, { type: one.row.type, lang })}
  </li>`;
}
