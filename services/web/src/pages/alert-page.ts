import type { Cell, Lang } from '@duqing/catalogue';
import type { AlertCase, LetterView } from '@duqing/duty';
import { figureText, html, momentText, partsText, periodText, table, verdictBadge, type Html } from '@duqing/pages';
import type { AlertAct, AlertActRow, AlertView } from '@duqing/warehouse';
import { headOf } from '../core/alert-list.ts';
import { minute } from '../core/moments.ts';
import { actForms, type Typed } from './alert-forms.ts';
import {
  ACT,
  caseText,
  lastDay,
  NOTICE,
  OUTCOME,
  recipientText,
  severityBadge,
  SORT,
  stateText,
} from './alert-words.ts';
import { layout, say, terms } from './layout.ts';
import { cellLink, link } from './links.ts';

export interface AlertPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  /** in the address */
  id: string;
  alert: AlertView;
  /** the figure that it is about as it stands now; null = it is about none */
  cell: Cell | null;
  now: AlertCase;
  /** who was told; null where this server does not know */
  letters: readonly LetterView[] | null;
  /** acts that whoever has signed in may do here */
  may: readonly AlertAct[];
  /** posts that it can be assigned to */
  posts: readonly { post: string; name: string }[];
  /** YYYY-MM-DD, the first that may be a due day */
  today: string;
  /** names the form, so that it counts once */
  form: string;
  problem: string | null;
  typed: Typed;
  areaOf: (code: string) => string;
  itemOf: (id: string) => string;
  nameOf: (post: string) => string;
}

/** One alert whole: what it says, what is being done about it, its notices and who got them. */
export function alertPage(given: AlertPage): string {
  const { lang, id, alert, now, problem, letters } = given;
  const t = say(lang);
  const body = html`<p class="alert-head">
      ${severityBadge(alert, lang)} <strong>${stateText(alert, now, lang)}</strong>
    </p>
    ${problem !== null && html`<p class="problem" role="alert">✕ ${problem}</p>`}
    <p>${alert.text[lang]}</p>
    ${about(given)} ${actForms(given)}
    <h2>${t('处置经过', 'What was done')}</h2>
    ${timeline(now.acts, given)}
    <h2>${t('通知', 'Notices')}</h2>
    ${notices(alert, lang)}
    <h2>${t('送达', 'Delivery')}</h2>
    ${letters === null ? html`<p class="empty">${t('此处查不到送达情况。', 'Delivery is not known here.')}</p>` : delivery(letters, given)}
    <p class="small"><a href="${link('/alerts', { lang })}">${t('← 回到预警清单', '← Back to the list')}</a></p>`;
  return layout({ ...given, path: `/alerts/${id}`, heading: headOf(alert, lang), body });
}

function about({ alert, cell, now, lang, areaOf, itemOf, nameOf }: AlertPage): Html {
  const t = say(lang);
  const { indicator, region, period, since, kind } = alert;
  const item =
    indicator === null
      ? ''
      : period === null
        ? itemOf(indicator)
        : html`<a href="${cellLink({ indicator, region, period }, lang)}">${itemOf(indicator)}</a>`;
  return terms([
    [t('处置情况', 'Handling'), caseText(now, { lang, nameOf })],
    [t('地区', 'Area'), areaOf(region)],
    [t('指标', 'Item'), item],
    [
      t('现值（上文为发出时的情况）', 'Figure now (the text above is of when it was told)'),
      cell === null ? '' : figureNow(cell, lang),
    ],
    [t('时期', 'Period'), period === null ? '' : /W\d/.test(period) ? period : periodText(period, lang)],
    [t('开始', 'Since'), momentText(since, lang)],
    [t('种类', 'Kind'), html`<code>${kind}</code>`],
  ]);
}

function figureNow(cell: Cell, lang: Lang): Html {
  return html`${figureText(cell, lang)} ${partsText(cell)}
  ${verdictBadge(cell.verdict, lang)}${cell.note && html`<span class="why">${cell.note[lang]}</span>`}`;
}

function timeline(acts: readonly AlertActRow[], { lang, nameOf }: AlertPage): Html {
  const t = say(lang);
  if (acts.length === 0) return html`<p class="empty">${t('还没有任何处置。', 'Nothing was done yet.')}</p>`;
  return html`<ol class="acts">
    ${acts.map(
      ({ at, post, act, assignee, due, outcome, text, notice }) =>
        html`<li>
          <span class="why">${minute(at)} · ${nameOf(post)} · ${t(`第${notice}号通知`, `notice no. ${notice}`)}</span>
          <strong>${ACT[act][lang]}</strong
          >${assignee !== '' && html` → ${nameOf(assignee)}`}${due !== 0 && html`${t('，期限 ', ', due ')}${lastDay(due)}`}${outcome !== '' && html`${t('：', ': ')}${OUTCOME[outcome]?.[lang]}`}
          ${text !== '' && html`<span class="said">${text}</span>`}
        </li>`,
    )}
  </ol>`;
}

function notices({ notices: sent }: AlertView, lang: Lang): Html {
  const t = say(lang);
  if (sent.length === 0) return html`<p class="empty">${t('还没有发出通知。', 'No notice was sent yet.')}</p>`;
  return html`<ol class="acts">
    ${sent.map(
      ({ number, at, kind, text }) =>
        html`<li value="${number}">
          <span class="why">${momentText(at, lang)}</span> <strong>${NOTICE[kind][lang]}</strong>
          <details>
            <summary>${t('全文', 'Full text')}</summary>
            ${text[lang]}
          </details>
        </li>`,
    )}
  </ol>`;
}

const HELD = {
  quiet: { zh: '静默时段，推迟至', en: 'quiet hours, held until' },
  budget: { zh: '超出本周预算，列入汇总', en: 'over the budget of the week, in the digest of' },
} as const;

function delivery(letters: readonly LetterView[], { lang, nameOf }: AlertPage): Html {
  const t = say(lang);
  return table({
    caption: t('告知了谁、何时、经何渠道、是否送达', 'Who was told, when, by which channel, and whether it got there'),
    heads: [t('事由', 'Why'), t('对象', 'To'), t('时间（北京时间）', 'When (Beijing time)'), t('结果', 'Outcome')],
    rows: letters.map(({ letter, ways }) => [
      { content: SORT[letter.sort][lang] },
      { content: html`${recipientName(letter, { lang, nameOf })}` },
      {
        content: html`<span class="nowrap">${minute(letter.at)}</span
          >${letter.held !== '' && html`<span class="why">${HELD[letter.held][lang]} ${minute(letter.release_at)}</span>`}`,
      },
      { content: outcomes(ways, lang) },
    ]),
    empty: t(
      '没有需要告知的内容，或发生在记录送达之前。',
      'Nothing was to be told, or it was before delivery was kept.',
    ),
  });
}

function recipientName(
  { recipient, post }: LetterView['letter'],
  { lang, nameOf }: Pick<AlertPage, 'lang' | 'nameOf'>,
): Html {
  const known = recipientText(recipient, lang);
  const whom = known === recipient ? nameOf(recipient) : known;
  return html`${whom}${post !== '' && post !== recipient && html`<span class="why">${nameOf(post)}</span>`}`;
}

function outcomes(ways: LetterView['ways'], lang: Lang): Html {
  const t = say(lang);
  if (ways.length === 0) return html`${t('○ 未发出', '○ not sent')}`;
  return html`${ways.map(
    ({ channel, delivered, tries, at, error }) =>
      html`<span class="way"
        >${wayText(channel, { delivered, lang })}
        ${minute(at)}${tries > 1 && t(`，${tries} 次`, `, ${tries} tries`)}${error !== '' && html`<span class="why">${error}</span>`}</span
      >`,
  )}`;
}

const CHANNELS: Readonly<Record<string, Record<Lang, string>>> = {
  webhook: { zh: '接口', en: 'webhook' },
  wecom: { zh: '企业微信', en: 'WeCom' },
  dingtalk: { zh: '钉钉', en: 'DingTalk' },
  feishu: { zh: '飞书', en: 'Feishu' },
  smtp: { zh: '邮件', en: 'mail' },
  alertmanager: { zh: 'Alertmanager 放行', en: 'released by Alertmanager' },
};

function wayText(channel: string, { delivered, lang }: { delivered: boolean; lang: Lang }): string {
  const name = CHANNELS[channel]?.[lang] ?? channel;
  if (channel === 'alertmanager') return name;
  return delivered ? `✓ ${name}` : `✕ ${name}${say(lang)(' 未送达', ' not delivered')}`;
}
