import type { Principal, Role } from '@duqing/access';
import type { Lang } from '@duqing/catalogue';
import { html, type Html } from '@duqing/pages';
import { langInput, layout, say, terms } from './layout.ts';
import { link } from './links.ts';

interface Common {
  lang: Lang;
  place: string;
  simulated: boolean;
}

export interface Task {
  path: string;
  zh: string;
  en: string;
}

type Problem = 'wrong' | 'fast' | 'foreign' | 'none-here' | 'not-allowed';

const PROBLEMS: Readonly<Record<Problem, { zh: string; en: string }>> = {
  wrong: {
    zh: '令牌无效、已过期或已吊销。请核对后重试，或向管理员申请新令牌。',
    en: 'This token is not valid, has ended or was revoked. Check it, or ask the administrator for a new one.',
  },
  fast: { zh: '尝试次数过多，请稍候一分钟再试。', en: 'Too many tries: wait a minute, then try again.' },
  foreign: {
    zh: '此请求不是从本站页面发出的，已拒绝。',
    en: 'This was not sent from a page of this site and was refused.',
  },
  'none-here': {
    zh: '此处只供查阅，不能登录。',
    en: 'Pages can only be read here: there is no signing in.',
  },
  'not-allowed': {
    zh: '该岗位无权进行此项操作。可换用有权限的岗位令牌登录。',
    en: 'This post may not do that. Sign in with the token of a post that may.',
  },
};

/** Where a post shows its token; `to` is where it goes from there. */
export function signInPage(given: Common & { to: string; problem: Problem | null }): string {
  const { lang, to, problem } = given;
  const t = say(lang);
  const body = html`${problem !== null && html`<p class="problem" role="alert">✕ ${PROBLEMS[problem][lang]}</p>`}
    <form class="stack" method="post" action="/sign-in">
      <input type="hidden" name="to" value="${to}" />${langInput(lang)}
      <label for="token">${t('岗位令牌', 'Token of your post')}</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required />
      <button type="submit">${t('登录', 'Sign in')}</button>
    </form>
    <p class="small">
      ${t('令牌由管理员用 duqing token issue 签发，只认岗位，不认个人。登录在一个工作日后自动失效。', 'The administrator issues tokens with duqing token issue: to posts, not persons. Signing in lasts a working day.')}
    </p>`;
  return layout({ ...given, path: '/sign-in', fields: { to }, heading: t('登录', 'Sign in'), body });
}

const ROLE_NAMES: Readonly<Record<Role | 'console', { zh: string; en: string }>> = {
  viewer: { zh: '查阅', en: 'viewer' },
  analyst: { zh: '分析', en: 'analyst' },
  intelligence: { zh: '情报', en: 'intelligence' },
  reviewer: { zh: '复核', en: 'reviewer' },
  engineer: { zh: '运维', en: 'engineer' },
  source: { zh: '报送', en: 'sending unit' },
  console: { zh: '本机', en: 'console' },
};

/** Who is signed in, and what that post can do here. */
export function deskPage(given: Common & { principal: Principal; tasks: readonly Task[] }): string {
  const { lang, principal, tasks } = given;
  const t = say(lang);
  const body = html`${terms([
      [t('岗位', 'Post'), principal.post],
      [t('角色', 'Role'), ROLE_NAMES[principal.role][lang]],
      [t('辖区代码', 'Area code'), principal.area],
      [t('报送单位', 'Sends as'), principal.source ?? ''],
    ])}
    ${tasks.length > 0 && taskList(tasks, lang)}
    <form method="post" action="/sign-out"><button type="submit">${t('退出登录', 'Sign out')}</button></form>`;
  return layout({ ...given, path: '/desk', heading: t('我的岗位', 'My post'), body });
}

function taskList(tasks: readonly Task[], lang: Lang): Html {
  return html`<h2>${say(lang)('可办理的事项', 'What can be done')}</h2>
    <ul class="tasks">
      ${tasks.map((task) => html`<li><a href="${link(task.path, { lang })}">${task[lang]}</a></li>`)}
    </ul>`;
}
