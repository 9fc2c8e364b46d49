import type { Lang } from '@duqing/catalogue';
import { html, page, type Html, type Part } from '@duqing/pages';
import { link } from './links.ts';

export interface Layout {
  lang: Lang;
  /** path of the page itself and its query without the language, for the link to the other one */
  path: string;
  fields?: Record<string, string | undefined>;
  place: string;
  heading: string;
  /** under the heading: what the page is about */
  lead?: Part;
  simulated: boolean;
  body: Html;
}

/** Chinese or English of a pair. */
export function say(lang: Lang): (zh: string, en: string) => string {
  return (zh, en) => (lang === 'zh' ? zh : en);
}

const NAV = [
  { path: '/', zh: '总览', en: 'Overview' },
  { path: '/alerts', zh: '预警', en: 'Alerts' },
  { path: '/signals', zh: '周计数', en: 'Early warning' },
  { path: '/rejects', zh: '退回数据', en: 'Rejects' },
  { path: '/pace', zh: '进度', en: 'Pace' },
  { path: '/bulletins', zh: '毒情通报', en: 'Bulletins' },
  { path: '/configuration', zh: '配置', en: 'Configuration' },
  { path: '/desk', zh: '我的岗位', en: 'My post' },
] as const;

/** A whole page: skip link, navigation, one heading, the main part. */
export function layout(view: Layout): string {
  const { lang, place, heading, lead, simulated } = view;
  const t = say(lang);
  const site = t('毒情监测', 'Drug-control situation');
  const body = html`<a class="skip" href="#main">${t('跳到正文', 'Skip to content')}</a>
    <header class="masthead">
      <div class="wrap">
        <strong>${site} · ${place}</strong>
        <nav aria-label="${t('主导航', 'Main')}">${NAV.map((item) => navItem(item, view))}</nav>
        ${switchOf(view)}
      </div>
    </header>
    <main id="main" class="wrap">
      <h1>${heading}</h1>
      ${lead !== undefined && html`<p class="small">${lead}</p>`} ${view.body}
      <footer class="foot">
        <p>
          ${t('内部使用。没有掌握的数据一律显示为“无法评估”或“—”，不作零处理。', 'For internal use. What is not known is shown as "not assessable" or "—", never as zero.')}
        </p>
      </footer>
    </main>`;
  return page({ title: `${heading} · ${site} · ${place}`, lang, simulated, body, style: '/style.css' });
}

function navItem(item: (typeof NAV)[number], { lang, path }: Layout): Html {
  const isHere = item.path === path || (item.path !== '/' && path.startsWith(`${item.path}/`));
  return html`<a href="${link(item.path, { lang })}" ${isHere && html` aria-current="page"`}>${item[lang]}</a>`;
}

function switchOf({ lang, path, fields }: Layout): Html {
  const other = lang === 'zh' ? 'en' : 'zh';
  const [code, word] = other === 'en' ? ['en', 'English'] : ['zh-CN', '中文'];
  return html`<a lang="${code}" hreflang="${code}" href="${link(path, { ...fields, lang: other })}">${word}</a>`;
}

/** A choice of one value in a form that works without scripts. */
export function choice({ id, label, options, chosen }: Choice): Html {
  return html`<label for="${id}">${label}</label
    ><select id="${id}" name="${id}">
      ${options.map(
        ([value, text]) => html`<option value="${value}" ${value === chosen && html` selected`}>${text}</option>`,
      )}
    </select>`;
}

interface Choice {
  id: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
  chosen: string;
}

/** The language as a field of a form; Chinese needs none. */
export function langInput(lang: Lang): Html | false {
  return lang === 'en' && html`<input type="hidden" name="lang" value="en" />`;
}

/** Terms with what is said of each; those of which nothing is are left out. */
export function terms(pairs: readonly (readonly [term: string, said: Part])[]): Html {
  const kept = pairs.filter(([, said]) => said !== '' && said !== null && said !== undefined && said !== false);
  return html`<dl class="facts">
    ${kept.map(
      ([term, said]) =>
        html`<dt>${term}</dt>
          <dd>${said}</dd>`,
    )}
  </dl>`;
}
