import type { Lang } from '@duqing/catalogue';
import { html, momentText, periodText, table, type Html } from '@duqing/pages';
import type { BlindFeed, SignalReport, SignalView } from '@duqing/warehouse';
import { langInput, layout, say } from './layout.ts';

export interface SignalsPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  now: number;
  areaOf: (code: string) => string;
  report: SignalReport;
  /** shows the forms */
  mayAssess: boolean;
  /** why what was asked for of a signal was not done */
  problem?: { key: string; text: string };
}

const METHODS = {
  farrington: { zh: 'Farrington（含季节）', en: 'Farrington, with seasons' },
  'ears-c2': { zh: 'EARS C2', en: 'EARS C2' },
  'ears-c3': { zh: 'EARS C3', en: 'EARS C3' },
} as const;

const ACTS = {
  confirm: { zh: '确认属实', en: 'Confirm', done: { zh: '已确认', en: 'confirmed' } },
  dismiss: { zh: '排除', en: 'Dismiss', done: { zh: '已排除', en: 'dismissed' } },
  'pass-on': { zh: '转报指挥员', en: 'Pass on', done: { zh: '已转报', en: 'passed on' } },
} as const;

const FEEDS = { cases: { zh: '案件', en: 'cases' }, seizures: { zh: '缴获', en: 'seizures' } } as const;

/** Weekly counts above their limits, what was said of each, and of which feeds nothing can be said. */
export function signalsPage(given: SignalsPage): string {
  const { report, lang, now, problem } = given;
  const t = say(lang);
  const lead = t(
    `截至 ${momentText(now, lang)}。每周与此前各周（历史满三年时与往年同季）比较；未确认的周不作零处理。先由分析岗判断，转报后才告知指挥员。`,
    `As of ${momentText(now, lang)}. Each week is held against those before it (and, over three years, the same season); a week that is not attested is no zero. Analysts judge first; commanders are told once it is passed on.`,
  );
  const body = html`${problem && html`<p class="problem" role="alert">✕ ${problem.text}</p>`} ${signalTable(given)}
    <h2>${t('无法判断的数据', 'What cannot be judged')}</h2>
    ${blindPart(report, given)}`;
  return layout({ ...given, path: '/signals', heading: t('周计数异常', 'Early warning'), lead, body });
}

function signalTable(given: SignalsPage): Html {
  const { report, lang, areaOf } = given;
  const t = say(lang);
  const waiting = report.signals.filter(({ assessment }) => assessment === null).length;
  return table({
    caption: t(
      `超过警戒限 ${report.signals.length} 项，其中待判断 ${waiting} 项`,
      `${report.signals.length} above their limits, ${waiting} to be judged`,
    ),
    heads: [
      t('地区', 'Area'),
      t('内容', 'What'),
      t('周', 'Week'),
      t('观测', 'Observed'),
      t('预期', 'Expected'),
      t('警戒限', 'Limit'),
      t('判断', 'Judged'),
    ],
    rows: unjudgedFirst(report.signals).map((signal) => [
      { content: html`<span class="nowrap">${areaOf(signal.region)}</span>` },
      { content: html`${signal.name[lang]}<span class="why">${methodsOf(signal, lang)}</span>` },
      { content: weekOf(signal, lang) },
      { content: observedOf(signal, lang), kind: 'number' as const },
      { content: signal.expected.toFixed(1), kind: 'number' as const },
      { content: signal.limit.toFixed(1), kind: 'number' as const },
      { content: html`${judgedOf(signal, lang)} ${given.mayAssess && formOf(signal, lang)}` },
    ]),
    empty: t('没有超过警戒限的周计数。', 'No weekly count is above its limit.'),
  });
}

function unjudgedFirst(signals: readonly SignalView[]): SignalView[] {
  return signals.toSorted((a, b) => Number(a.assessment !== null) - Number(b.assessment !== null));
}

/** What was judged may be judged anew, but is not asked for. */
function formOf(signal: SignalView, lang: Lang): Html {
  if (signal.assessment === null) return form(signal, lang);
  return html`<details>
    <summary>${say(lang)('改判', 'Judge anew')}</summary>
    ${form(signal, lang)}
  </details>`;
}

function methodsOf({ limits }: SignalView, lang: Lang): string {
  const t = say(lang);
  return limits
    .map(
      ({ method, exceeded }) => `${METHODS[method][lang]}${exceeded ? t('：超限', ': over') : t('：未超', ': within')}`,
    )
    .join(t('；', '; '));
}

function weekOf({ week, from, to, since }: SignalView, lang: Lang): Html {
  const t = say(lang);
  return html`<span class="nowrap">${periodText(week, lang)}</span><span class="why nowrap">${from} — ${to}</span>${
      since !== week &&
      html`<span class="why">${t(`自${periodText(since, lang)}起`, `since ${periodText(since, lang)}`)}</span>`
    }`;
}

function observedOf({ observed, complete }: SignalView, lang: Lang): Html {
  const t = say(lang);
  if (complete) return html`<strong>${observed}</strong>`;
  return html`<strong>${t(`至少 ${observed}`, `at least ${observed}`)}</strong
    ><span class="why">${t('数据未确认', 'not attested yet')}</span>`;
}

function judgedOf({ assessment }: SignalView, lang: Lang): Html {
  const t = say(lang);
  if (assessment === null) return html`<strong class="nowrap">? ${t('待判断', 'to be judged')}</strong>`;
  const { act, post, at, text } = assessment;
  return html`<strong class="nowrap">✓ ${ACTS[act].done[lang]}</strong
    ><span class="why">${post}，${momentText(at, lang)}${text !== '' && html`<br />${text}`}</span>`;
}

/** What is judged goes with it: a week that has grown since is refused. */
function form({ key, week, observed }: SignalView, lang: Lang): Html {
  const t = say(lang);
  const id = `why-${key}`;
  return html`<form class="stack" method="post" action="/signals/confirm">
    <input type="hidden" name="key" value="${key}" /><input type="hidden" name="week" value="${week}" /><input
      type="hidden"
      name="observed"
      value="${observed}"
    />${langInput(lang)}
    <label for="${id}">${t('理由（排除、转报必填）', 'Why (needed to dismiss or pass on)')}</label>
    <input id="${id}" name="text" maxlength="500" />
    <span class="figures">
      ${(['confirm', 'dismiss', 'pass-on'] as const).map(
        (act) => html`<button type="submit" formaction="/signals/${act}">${ACTS[act][lang]}</button>`,
      )}
    </span>
  </form>`;
}

function blindPart({ blind, feeds }: SignalReport, { lang, areaOf }: SignalsPage): Html {
  const t = say(lang);
  const watched = feeds - blind.length;
  if (blind.length === 0) return html`<p>${t(`${feeds} 路数据均可判断。`, `All ${feeds} feeds can be judged.`)}</p>`;
  return html`<p>
      ${t(
        `${feeds} 路数据中 ${watched} 路可判断；下列各路已确认的周太少，或最近各周均未确认，没有异常提示不等于正常。`,
        `${watched} of ${feeds} feeds can be judged; of these too few weeks are attested, or none of the newest, and no signal is no all-clear.`,
      )}
    </p>
    ${table({
      caption: t('已确认的周不足', 'Too few weeks attested'),
      heads: [t('地区', 'Area'), t('数据', 'Feed'), t('确认至', 'Attested through')],
      rows: blind.map((one) => blindRow(one, { lang, areaOf })),
      empty: '',
    })}`;
}

function blindRow(
  { region, feed, through }: BlindFeed,
  { lang, areaOf }: Pick<SignalsPage, 'lang' | 'areaOf'>,
): { content: string }[] {
  return [
    { content: areaOf(region) },
    { content: FEEDS[feed][lang] },
    { content: through ?? say(lang)('从未确认', 'never') },
  ];
}
