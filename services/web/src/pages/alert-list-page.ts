import type { Lang } from '@duqing/catalogue';
import { alertId } from '@duqing/duty';
import { html, momentText, type Html } from '@duqing/pages';
import { headOf, restOf, SHOWS, type AlertEntry, type Show } from '../core/alert-list.ts';
import { minute } from '../core/moments.ts';
import { isOpen } from '../core/overview.ts';
import { caseText, severityBadge, stateText } from './alert-words.ts';
import { layout, say } from './layout.ts';
import { link } from './links.ts';
import { pager, partOf } from './paging.ts';

export interface AlertListPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  /** all there are, in the order in which they are shown */
  entries: readonly AlertEntry[];
  /** those that are asked for */
  shown: readonly AlertEntry[];
  show: Show;
  kind: string | undefined;
  /** whether somebody has signed in of whom some may be */
  hasPost: boolean;
  now: number;
  /** from 1 */
  page: number;
  nameOf: (post: string) => string;
}

const PATH = '/alerts';
const SHOW: Readonly<Record<Show, Record<Lang, string>>> = {
  all: { zh: '全部', en: 'All' },
  open: { zh: '未结束', en: 'Standing' },
  untaken: { zh: '无人签收', en: 'Not acknowledged' },
  mine: { zh: '指派给我岗位', en: 'Assigned to my post' },
};

/** The alerts as a list that a phone can show: what, where it stands, who has it. */
export function alertListPage(given: AlertListPage): string {
  const { entries, shown, show, kind, lang, now, page } = given;
  const t = say(lang);
  const open = entries.filter(({ alert }) => isOpen(alert)).length;
  const lead = t(
    `截至 ${momentText(now, lang)}，未结束 ${open} 条，已结束 ${entries.length - open} 条。未结束在前，按级别和时期排列。各条所述为发出时的情况，现值见该条。`,
    `As of ${momentText(now, lang)}: ${open} standing, ${entries.length - open} ended. Standing ones first, the gravest and newest on top. Each says what held when it was told; its page has the figure of now.`,
  );
  const part = partOf(shown, page);
  const fields = { show: show === 'all' ? undefined : show, kind };
  const body = html`${filters(given)} ${kind !== undefined && onlyKind(kind, lang)}
    ${
      part.shown.length === 0
        ? html`<p class="empty">${t('没有这样的预警。', 'There are no such alerts.')}</p>`
        : html`<ul class="alerts">
            ${part.shown.map((entry) => item(entry, given))}
          </ul>`
    }
    ${pager({ ...part, path: PATH, fields, lang })}
    <p class="small">
      <a href="${link('/alerts/duty', { lang })}">${t('值班、预算与送达情况', 'Duty, budgets and delivery')}</a>
    </p>`;
  return layout({ ...given, path: PATH, fields, heading: t('预警', 'Alerts'), lead, body });
}

function filters({ entries, show, kind, hasPost, lang }: AlertListPage): Html | false {
  if (entries.length === 0) return false;
  const shows = SHOWS.filter((one) => one !== 'mine' || hasPost);
  return html`<nav class="bar" aria-label="${say(lang)('筛选', 'Filter')}">
    ${shows.map((one) =>
      one === show
        ? html`<strong aria-current="true">${SHOW[one][lang]}</strong>`
        : html`<a href="${link(PATH, { show: one === 'all' ? undefined : one, kind, lang })}">${SHOW[one][lang]}</a>`,
    )}
  </nav>`;
}

function onlyKind(kind: string, lang: Lang): Html {
  const t = say(lang);
  return html`<p>
    ${t('只看种类', 'Only of kind')} <code>${kind}</code> ·
    <a href="${link(PATH, { lang })}">${t('看全部', 'show all')}</a>
  </p>`;
}

function item({ alert, now }: AlertEntry, { lang, nameOf }: AlertListPage): Html {
  const said = caseText(now, { lang, nameOf });
  return html`<li>
    <p class="alert-head">
      ${severityBadge(alert, lang)} <span>${stateText(alert, now, lang)}</span>
      <span class="why">${minute(alert.since)}</span>
    </p>
    <p class="alert-what"><a href="${link(`${PATH}/${alertId(alert.key)}`, { lang })}">${headOf(alert, lang)}</a></p>
    <p class="alert-said">${restOf(alert, lang)}</p>
    ${said !== '' && html`<p class="alert-case">${said}</p>`}
  </li>`;
}
