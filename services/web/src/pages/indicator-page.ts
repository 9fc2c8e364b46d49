import { formatTarget, evidenceWord, formatRatio, stageWord, type Cell, type Lang } from '@duqing/catalogue';
import {
  chartSvg,
  figureText,
  html,
  periodText,
  table,
  verdictBadge,
  whyNot,
  type Html,
  type Series,
} from '@duqing/pages';
import type { IndicatorView } from '../core/indicator.ts';
import { choice, langInput, layout, say, terms } from './layout.ts';
import { cellLink } from './links.ts';
import { cellTerms } from './lists.ts';
import { notesPart } from './notes-part.ts';
import { rangeText } from './overview-page.ts';

export interface IndicatorPage {
  view: IndicatorView;
  lang: Lang;
  period: string;
  place: string;
  areaOf: (code: string) => string;
  itemOf: (id: string) => string;
  /** the post that has signed in; null = anyone */
  by: string | null;
  mayNote: boolean;
}

export function indicatorPage(given: IndicatorPage): string {
  const { view, lang, period, place, areaOf } = given;
  const { words, entry } = view;
  const clause = words.clause === '' ? '' : ` · ${words.clause}`;
  const body = html`${chooser(given)}${figure(given)}${view.cell && notesPart({ cell: view.cell, lang, mayNote: given.mayNote })}${composite(given)}${overTime(given)}${sideBySide(given)}${definition(given)}${behind(given)}`;
  return layout({
    lang,
    path: `/indicators/${entry.id}`,
    fields: { region: view.region, period },
    place,
    heading: words.name,
    lead: html`${words.group}${clause} · <code>${entry.id}</code> · ${areaOf(view.region)} · ${periodText(period, lang)}`,
    simulated: view.simulated,
    body,
  });
}

function chooser({ view, lang, period }: IndicatorPage): Html {
  const t = say(lang);
  const areas = view.areas.map(({ area }) => [area.code, area.name] as const);
  const periods = view.periods.toReversed().map((one) => [one, periodText(one, lang)] as const);
  return html`<div class="bar">
    <form method="get" action="/indicators/${view.entry.id}">
      ${choice({ id: 'region', label: t('地区', 'Area'), options: areas, chosen: view.region })}${choice({ id: 'period', label: t('时期', 'Period'), options: periods, chosen: period })}${langInput(lang)}
      <button>${t('查看', 'Show')}</button>
    </form>
  </div>`;
}

function figure({ view, lang, areaOf, period }: IndicatorPage): Html {
  const t = say(lang);
  const { cell } = view;
  const head = html`<h2 id="figure">${areaOf(view.region)} · ${periodText(period, lang)}</h2>`;
  if (!cell)
    return html`<section class="box figure" aria-labelledby="figure">
      ${head}
      <p class="empty">
        ${t('该指标在此地区、此时期没有数值单元。', 'The item has no cell for this area and period.')}
      </p>
    </section>`;
  const value = cell.composite ? rangeText(cell, lang) : figureText(cell, lang);
  const why = whyNot(cell, lang);
  return html`<section class="box figure" aria-labelledby="figure">
    ${head}
    <p class="headline">
      <span class="value">${value}</span>
      ${verdictBadge(cell.verdict, lang)}${why !== '' && html` <span class="why">${why}</span>`}
    </p>
    ${cellTerms(cell, lang)}
  </section>`;
}

const SHOWN_ITEMS = 60;

function composite({ view, lang, areaOf, itemOf }: IndicatorPage): Html | false {
  const detail = view.cell?.composite;
  if (!view.cell || !detail) return false;
  const t = say(lang);
  const cell = view.cell;
  const order = detail.mendOrder.length > 0 ? detail.mendOrder : detail.failing;
  const items = order.slice(0, SHOWN_ITEMS).map((named) => {
    const [region, indicator] = named.includes('/') ? (named.split('/') as [string, string]) : [view.region, named];
    return html`<li>
      <a href="${cellLink({ indicator, region, period: cell.period }, lang)}"
        >${region === view.region ? '' : `${areaOf(region)} · `}${itemOf(indicator)}</a
      >
    </li>`;
  });
  return html`<section aria-labelledby="failing">
    <h2 id="failing">${t('不达标项目', 'Failing items')}</h2>
    <p>
      ${t(`内部测算，只作预警，不是省级考核结果。已确定不达标 ${detail.failing.length} 条，无法评估 ${detail.range[1] - detail.range[0]} 条，未到期 ${detail.notDue.length} 条，不适用 ${detail.notApplicable.length} 条。要保住限值，还需 ${detail.toMend} 条转为达标。`, `Our own count, an early sign and never the province's figure. Failing for certain: ${detail.range[0]}; not assessable: ${detail.range[1] - detail.range[0]}; not due: ${detail.notDue.length}; not applicable: ${detail.notApplicable.length}. To keep the limit, ${detail.toMend} must turn.`)}
    </p>
    ${
      items.length > 0 &&
      html`<ol class="mend">
        ${items}
      </ol>`
    }${order.length > SHOWN_ITEMS && html`<p>${t(`…… 另有 ${order.length - SHOWN_ITEMS} 条`, `… and ${order.length - SHOWN_ITEMS} more`)}</p>`}
  </section>`;
}

function overTime(given: IndicatorPage): Html {
  const { view, lang, areaOf } = given;
  const t = say(lang);
  const heads = [
    t('时期', 'Period'),
    t('数值', 'Value'),
    t('分子/分母', 'n/d'),
    t('目标', 'Target'),
    t('结论', 'Verdict'),
    t('依据', 'Evidence'),
    t('阶段', 'Stage'),
  ];
  const rows = view.series
    .toReversed()
    .map((cell) => [
      { content: html`<a href="${cellLink(cell, lang)}">${periodText(cell.period, lang)}</a>` },
      { content: cell.composite ? rangeText(cell, lang) : figureText(cell, lang), kind: 'number' as const },
      { content: formatRatio(cell), kind: 'number' as const },
      { content: formatTarget(cell, lang) },
      { content: verdictBadge(cell.verdict, lang) },
      { content: cell.evidence === null ? '—' : evidenceWord(cell.evidence, lang) },
      { content: stageWord(cell.stage, lang) },
    ]);
  return html`<section aria-labelledby="time">
    <h2 id="time">${t('历期走势', 'Over time')}</h2>
    ${chartOf(given)}${table({
      caption: t(`${areaOf(view.region)}历期数值，新的在前`, `${areaOf(view.region)}: each period, newest first`),
      heads,
      rows,
      empty: t('没有数据', 'nothing held'),
    })}
  </section>`;
}

function chartOf({ view, lang, areaOf }: IndicatorPage): Html | false {
  const series = seriesOf(view, lang);
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  if (values.length < 2 || values.some((value) => value < 0)) return false;
  const t = say(lang);
  const last = view.cell ?? view.series.at(-1);
  const limit = last?.target?.limit;
  const chart = chartSvg({
    id: 'series',
    title: t(`${areaOf(view.region)}：${view.words.name}`, `${areaOf(view.region)}: ${view.words.name}`),
    description: t(
      '各时期的数值；没有数据的时期留空，数字见下表',
      'The value of each period; a gap where nothing is known. The numbers are in the table below',
    ),
    categories: view.series.map(({ period }) => period),
    series,
    ...(typeof limit === 'number' && last && { target: { value: limit, label: formatTarget(last, lang) } }),
    unit: view.words.unit,
  });
  return html`<figure>
    <div class="scroll" tabindex="0" role="group" aria-label="${t('走势图', 'Chart')}">${chart}</div>
  </figure>`;
}

/** The values; of a composite both ends of its range, since the lower end alone would make silence look like success. */
function seriesOf({ series, words }: IndicatorView, lang: Lang): Series[] {
  const t = say(lang);
  const line = (name: string, read: (cell: Cell) => number | null): Series => ({
    name,
    kind: 'line',
    values: series.map(read),
  });
  if (!series.some(({ composite }) => composite)) return [line(words.name, shownNumber)];
  return [
    line(t('已确定不达标', 'failing for certain'), ({ composite }) => composite?.range[0] ?? null),
    line(t('加上无法评估', 'with what cannot be assessed'), ({ composite }) => composite?.range[1] ?? null),
  ];
}

/** The value with the digits that it has in words, so that a point never reads like a limit that it is not. */
function shownNumber(cell: Cell): number | null {
  if (typeof cell.value !== 'number') return null;
  const shown = /^[+-]?\d+(\.\d+)?/.exec(figureText(cell, 'en').replaceAll('−', '-'));
  return shown ? Number(shown[0]) : cell.value;
}

function sideBySide({ view, lang, period }: IndicatorPage): Html {
  const t = say(lang);
  const heads = [
    t('地区', 'Area'),
    t('数值', 'Value'),
    t('分子/分母', 'n/d'),
    t('目标', 'Target'),
    t('结论', 'Verdict'),
    t('余量', 'Margin'),
  ];
  const rows = view.areas.map(({ area, cell }) => {
    if (!cell)
      return [
        { content: area.name },
        { content: '—' },
        { content: '—' },
        { content: '—' },
        { content: html`${verdictBadge('not-assessable', lang)} ${t('无数据', 'nothing held')}` },
        { content: '' },
      ];
    const why = whyNot(cell, lang);
    return [
      { content: html`<a href="${cellLink(cell, lang)}">${area.name}</a>` },
      { content: cell.composite ? rangeText(cell, lang) : figureText(cell, lang), kind: 'number' as const },
      { content: formatRatio(cell), kind: 'number' as const },
      { content: formatTarget(cell, lang) },
      { content: html`${verdictBadge(cell.verdict, lang)}${why !== '' && html` <span class="why">${why}</span>`}` },
      { content: cell.distance?.text[lang] ?? '' },
    ];
  });
  return html`<section aria-labelledby="side">
    <h2 id="side">${t('各地对照', 'Areas side by side')}</h2>
    ${table({
      caption: t(
        `${periodText(period, lang)}，按代码排列，不作排名`,
        `${periodText(period, lang)}, by code, not a ranking`,
      ),
      heads,
      rows,
      empty: t('没有数据', 'nothing held'),
    })}
  </section>`;
}

const SHOWN_EVENTS = 500;
/** More than this many are folded away until asked for. */
const FOLDED = 15;

function behind({ view, lang, by }: IndicatorPage): Html | false {
  const t = say(lang);
  if (!view.behind) return false;
  const { events, withheld } = view.behind;
  const part = {
    numerator: t('分子', 'numerator'),
    denominator: t('分母', 'denominator'),
    both: t('分子和分母', 'both'),
  };
  const rows = events
    .slice(0, SHOWN_EVENTS)
    .map((event) => [
      { content: html`<code>${event.subject}</code>` },
      { content: part[event.part] },
      { content: html`<code>${event.source}</code>` },
      { content: html`<code>${event.id}</code>` },
      { content: event.revision, kind: 'number' as const },
    ]);
  const shown = withheld
    ? html`<p class="withheld">
        <strong
          >${t(`共 ${withheld.count} 条记录。`, `${withheld.count} ${withheld.count === 1 ? 'record' : 'records'}.`)}</strong
        >
        ${withheld.text[lang]}
      </p>`
    : table({
        caption: t(
          `共 ${events.length} 条记录或报表${events.length > SHOWN_EVENTS ? `，列出前 ${SHOWN_EVENTS} 条` : ''}`,
          `${events.length} records or returns${events.length > SHOWN_EVENTS ? `, the first ${SHOWN_EVENTS} listed` : ''}`,
        ),
        heads: [
          t('对象', 'Entity'),
          t('计入', 'Counts in'),
          t('来源', 'Source'),
          t('消息编号', 'Message id'),
          t('版次', 'Revision'),
        ],
        rows,
        empty: t('没有计入任何记录或报表。', 'No record or return is behind this figure.'),
      });
  return html`<section aria-labelledby="behind">
    <h2 id="behind">${t('数值的构成', 'What is behind the figure')}</h2>
    ${
      withheld === null && events.length > FOLDED
        ? html`<details>
            <summary>${t(`展开 ${events.length} 条`, `Show ${events.length}`)}</summary>
            ${shown}
          </details>`
        : shown
    }
    <p class="small">
      ${by === null ? t('未登录，按无角色读者显示；每次查看均有记录。', 'Not signed in: shown is what a reader without a role may see. Each look is logged.') : t(`按岗位 ${by} 的权限显示；查看敏感数值的构成记入审计。`, `Shown is what the post ${by} may see; a look behind a sensitive figure is in the audit.`)}
    </p>
  </section>`;
}

function bare(words: string): string {
  return words.replaceAll(' ', '');
}

/** What the newest cell is judged by, where the definition's words do not say it: a target of the deployment, a reference's figure. */
function inForce(last: Cell | undefined, { lang, catalogue }: { lang: Lang; catalogue: string }): string {
  const text = last?.target ? formatTarget(last, lang) : '';
  return bare(catalogue).includes(bare(text)) ? '' : text;
}

function definition({ view, lang }: IndicatorPage): Html {
  const t = say(lang);
  const { words } = view;
  return html`<section aria-labelledby="meaning">
    <h2 id="meaning">${t('指标释义', 'Definition')}</h2>
    ${terms([
      [words.denominator === null ? t('释义', 'Counts') : t('分子', 'Numerator'), words.numerator],
      [t('分母', 'Denominator'), words.denominator],
      [t('单位', 'Unit'), words.unit],
      [t('目标', 'Target'), words.target],
      [t('现行目标', 'Target in force'), inForce(view.series.at(-1), { lang, catalogue: words.target })],
      [t('目标来源', 'Basis'), words.basis],
      [t('数据来源', 'Source'), words.source],
      [t('时限', 'Due'), words.due],
      [t('责任部门', 'Department'), words.department],
    ])}
  </section>`;
}
