import { html, type Html } from '@duqing/pages';
import { OUTCOMES, type AlertAct } from '@duqing/warehouse';
import type { AlertPage } from './alert-page.ts';
import { OUTCOME } from './alert-words.ts';
import { choice, langInput, say } from './layout.ts';
import { link } from './links.ts';

/** What was typed into a form that could not be taken: shown again, so that nobody types it twice. */
export interface Typed {
  act: AlertAct | null;
  text: string;
  assignee: string;
  due: string;
  outcome: string;
}

export const NOTHING_TYPED: Typed = { act: null, text: '', assignee: '', due: '', outcome: '' };

type Given = Pick<AlertPage, 'lang' | 'id' | 'now' | 'may' | 'posts' | 'today' | 'form' | 'typed'>;

/** The forms of what may be done here: one tap to acknowledge, the others folded until they are wanted. */
export function actForms(given: Given): Html {
  const { lang, id, now, may } = given;
  const t = say(lang);
  if (now.notice === 0) return html``;
  if (may.length === 0)
    return html`<p class="small">
      <a href="${link('/sign-in', { to: `/alerts/${id}`, lang })}"
        >${t('以有权处置的岗位登录后办理', 'Sign in as a post that may act on it')}</a
      >
    </p>`;
  const acts = may.filter((act) => isOffered(act, given));
  return html`<section class="acting" aria-label="${t('办理', 'Act on it')}">
    ${acts.map((act) => formOf(act, given))}
  </section>`;
}

function isOffered(act: AlertAct, { now, posts }: Given): boolean {
  switch (act) {
    case 'acknowledge':
      return now.acknowledged === null && !now.isRecalled;
    case 'assign':
      return !now.isRecalled && posts.length > 0;
    case 'comment':
    case 'close':
      return true;
  }
}

function formOf(act: AlertAct, given: Given): Html {
  const { lang, id, now, form, typed } = given;
  const words = BUTTONS[act];
  const inner = html`<form class="stack" method="post" action="/alerts/${id}">
    <input type="hidden" name="act" value="${act}" /><input type="hidden" name="notice" value="${now.notice}" />
    <input type="hidden" name="form" value="${form}-${act}" />${langInput(lang)} ${fieldsOf(act, given)}
    <button type="submit">${words[lang]}</button>
  </form>`;
  if (act === 'acknowledge') return inner;
  return html`<details ${typed.act === act && html` open`}>
    <summary>${words[lang]}</summary>
    ${inner}
  </details>`;
}

const BUTTONS = {
  acknowledge: { zh: '签收', en: 'Acknowledge' },
  assign: { zh: '指派', en: 'Assign' },
  comment: { zh: '备注', en: 'Comment' },
  close: { zh: '办结', en: 'Close' },
} as const;

function fieldsOf(act: AlertAct, given: Given): Html {
  switch (act) {
    case 'acknowledge':
      return html``;
    case 'assign':
      return assignFields(given);
    case 'comment':
      return remark('comment', { given, isNeeded: true });
    case 'close':
      return closeFields(given);
  }
}

function assignFields(given: Given): Html {
  const { lang, posts, today, typed } = given;
  const t = say(lang);
  const options = posts.map(({ post, name }) => [post, name] as const);
  return html`${choice({ id: 'assignee', label: t('岗位', 'Post'), options, chosen: typed.assignee })}
    <label for="due">${t('期限（可不填；当天仍有效）', 'Due (may be left out; the day itself still counts)')}</label>
    <input id="due" name="due" type="date" min="${today}" value="${typed.act === 'assign' ? typed.due : ''}" />
    ${remark('assign', { given, isNeeded: false })}`;
}

function closeFields(given: Given): Html {
  const { lang, typed } = given;
  const t = say(lang);
  const options = OUTCOMES.map((outcome) => [outcome, OUTCOME[outcome]?.[lang] ?? outcome] as const);
  return html`${choice({ id: 'outcome', label: t('结论', 'Outcome'), options, chosen: typed.outcome })}
  ${remark('close', { given, isNeeded: false })}`;
}

function remark(act: AlertAct, { given, isNeeded }: { given: Given; isNeeded: boolean }): Html {
  const { lang, typed } = given;
  const t = say(lang);
  const id = `text-${act}`;
  return html`<label for="${id}"
      >${t('说明（不超过500字，不得含个人信息）', 'Remark (at most 500 characters, no personal data)')}</label
    >
    <textarea id="${id}" name="text" rows="3" maxlength="500" ${isNeeded && html` required`}>
${typed.act === act ? typed.text : ''}</textarea>`;
}
