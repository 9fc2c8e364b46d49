import { formatTarget, verdictMark, verdictWord, type Cell, type Lang, type Verdict } from '@duqing/catalogue';
import {
  figureText,
  html,
  momentText,
  periodText,
  quarterBefore,
  table,
  verdictBadge,
  whyNot,
  type Html,
} from '@duqing/pages';
import { minute } from '../core/moments.ts';
import type { Overview, Row, Slot } from '../core/overview.ts';
import { choice, langInput, layout, say } from './layout.ts';
import { cellLink, link } from './links.ts';

export interface OverviewPage {
  view: Overview;
  lang: Lang;
  periods: string[];
  place: string;
}

const SHOWN: Verdict[] = ['met', 'missed', 'not-due', 'not-assessable', 'not-applicable'];

export function overviewPage(given: OverviewPage): string {
  const { view, lang, place } = given;
  const t = say(lang);
  const body = html`${periodSwitch(given)}${tiles(given)}${vetoList(given)}${countTable(given)}${grid(given)}`;
  return layout({
    lang,
    path: '/',
    fields: { period: view.period },
    place,
    heading: t(`${periodText(view.period, lang)}毒情指标总览`, `Overview of ${periodText(view.period, lang)}`),
    simulated: view.simulated,
    body,
  });
}

function periodSwitch({ view, lang, periods }: OverviewPage): Html {
  const t = say(lang);
  const [before, after] = [quarterBefore(view.period), quarterBefore(view.period, -1)];
  const step = (period: string, word: string): Html | false =>
    periods.includes(period) && html`<a href="${link('/', { period, lang })}">${word}</a>`;
  const options = periods.toReversed().map((period) => [period, periodText(period, lang)] as const);
  return html`<div class="bar">
    <form method="get" action="/">
      ${choice({ id: 'period', label: t('季度', 'Quarter'), options, chosen: view.period })}${langInput(lang)}
      <button>${t('查看', 'Show')}</button>
    </form>
    ${step(before, t('← 上一季度', '← Quarter before'))}${step(after, t('下一季度 →', 'Next quarter →'))}
  </div>`;
}

function tiles(given: OverviewPage): Html {
  const { lang } = given;
  const t = say(lang);
  return html`<ul class="tiles" aria-label="${t('要点', 'Key points')}">
    ${compositeTile(given)}${vetoTile(given)}${alertTile(given)}${freshTile(given)}
  </ul>`;
}

function tile(head: string, { figure, rest }: { figure: Html | string; rest: (Html | string | false)[] }): Html {
  return html`<li>
    <div class="label">${head}</div>
    <div class="big">${figure}</div>
    ${rest.map((line) => line !== false && html`<div class="small">${line}</div>`)}
  </li>`;
}

/** The range of failing items: what cannot be assessed is part of it, so that silence does not look like success. */
export function rangeText({ composite }: Pick<Cell, 'composite'>, lang: Lang): string {
  if (!composite) return '—';
  const [least, most] = composite.range;
  const range = least === most ? String(least) : `${least}–${most}`;
  return lang === 'zh' ? `${range} 条` : `${range} ${most === 1 ? 'item' : 'items'}`;
}

function compositeTile({ view, lang }: OverviewPage): Html {
  const t = say(lang);
  const cell = view.counts[0]?.composite ?? null;
  const head = t('不达标条数（内部测算）', 'Failing items (our own count)');
  if (!cell) return tile(head, { figure: '—', rest: [t('没有数据', 'nothing held')] });
  const detail = cell.composite;
  return tile(head, {
    figure: html`<a href="${cellLink(cell, lang)}">${rangeText(cell, lang)}</a> ${verdictBadge(cell.verdict, lang)}`,
    rest: [
      detail !== undefined &&
        t(
          `已确定不达标 ${detail.failing.length} 条，另有 ${detail.range[1] - detail.range[0]} 条无法评估`,
          `${detail.range[0]} fail for certain, ${detail.range[1] - detail.range[0]} cannot be assessed`,
        ),
      t(
        `全市限值 ${formatTarget(cell, lang)}；内部测算，不是省级考核结果`,
        `limit for the city ${formatTarget(cell, lang)}; an early sign, never the province's figure`,
      ),
    ],
  });
}

function vetoTile({ view, lang }: OverviewPage): Html {
  const t = say(lang);
  const { missed, open, met } = view.vetoes;
  const items = new Set(missed.map(({ indicator }) => indicator)).size;
  const areas = new Set(missed.map(({ region }) => region)).size;
  return tile(t('一票否决项', 'Veto items'), {
    figure: t(`${items} 项触发`, `${items} found`),
    rest: [
      items > 0 && t(`涉及 ${areas} 个地区`, areas === 1 ? 'in one area' : `in ${areas} areas`),
      t('各地合计：', 'all areas together: ') +
        t(`${open} 项未到期或无法评估，${met} 项未发生`, `${open} not due or not assessable, ${met} known to be none`),
    ],
  });
}

function alertTile({ view, lang }: OverviewPage): Html {
  const t = say(lang);
  const { critical, warning, info } = view.alerts;
  return tile(t('未结预警', 'Open alerts'), {
    figure: html`<a href="${link('/alerts', { lang })}"
      >${t(`${critical + warning + info} 条`, String(critical + warning + info))}</a
    >`,
    rest: [
      t(
        `紧急 ${critical} · 警告 ${warning} · 提示 ${info}`,
        `critical ${critical} · warning ${warning} · info ${info}`,
      ),
      t('含各时期', 'of all periods'),
    ],
  });
}

function freshTile({ view, lang }: OverviewPage): Html {
  const t = say(lang);
  const fresh = view.dataAsOf;
  const head = t('数据截至', 'Data as of');
  if (!fresh) return tile(head, { figure: '—', rest: [t('尚未收到任何数据', 'nothing received yet')] });
  const { source: receivedFrom, receivedAt } = fresh.oldest;
  const area = (source: string): string => namesOf(view).area(source.split('/')[1] ?? '');
  return tile(head, {
    figure: html`<span class="moment">${momentText(fresh.newest, lang)}</span>`,
    rest: [
      html`<a href="${link('/sources', { lang })}">${t(`来源 ${fresh.sources} 个`, `${fresh.sources} sources`)}</a>`,
      t(
        `最久未更新：${area(receivedFrom)} ${receivedFrom}，${minute(receivedAt)}`,
        `longest silent: ${area(receivedFrom)} ${receivedFrom}, ${minute(receivedAt)}`,
      ),
    ],
  });
}

function vetoList({ view, lang }: OverviewPage): Html | false {
  const { missed } = view.vetoes;
  if (missed.length === 0) return false;
  const t = say(lang);
  const names = namesOf(view);
  return html`<section class="vetoes" aria-labelledby="vetoes">
    <h2 id="vetoes">${t('触发的一票否决项', 'Veto items found')}</h2>
    <ul>
      ${missed.map(
        (cell) =>
          html`<li>
            ${verdictBadge(cell.verdict, lang)}
            <a href="${cellLink(cell, lang)}">${names.area(cell.region)} · ${names.item(cell.indicator)}</a>
            <span class="n">${figureText(cell, lang)}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function namesOf({ areas, groups }: Overview): { area: (code: string) => string; item: (id: string) => string } {
  const items = new Map(groups.flatMap(({ rows }) => rows).map(({ indicator, name }) => [indicator, name]));
  return {
    area: (code) => areas.find((area) => area.code === code)?.name ?? code,
    item: (id) => items.get(id) ?? id,
  };
}

function countTable({ view, lang }: OverviewPage): Html {
  const t = say(lang);
  const heads = [
    t('地区', 'Area'),
    ...SHOWN.map((verdict) => `${verdictMark(verdict)} ${verdictWord(verdict, lang)}`),
    t('内部测算不达标', 'Own count failing'),
  ];
  const rows = view.counts.map(({ area, verdicts, absent, composite }) => [
    { content: html`${area.name} <span class="code">${area.code}</span>` },
    ...SHOWN.map((verdict) => ({
      content: verdict === 'not-assessable' ? verdicts[verdict] + absent : verdicts[verdict],
      kind: 'number' as const,
    })),
    {
      content:
        composite === null
          ? '—'
          : html`<a href="${cellLink(composite, lang)}">${rangeText(composite, lang)}</a>
              ${verdictBadge(composite.verdict, lang)}`,
    },
  ]);
  return html`<section class="counts" aria-labelledby="areas">
    <h2 id="areas">${t('各地指标情况', 'Items by area')}</h2>
    <p class="small">
      ${t('只计有目标、按季度或半年判定的指标，与通报的计数相同。内部测算的范围：已确定不达标的条数，至加上无法评估的条数。', 'Items with a target that are judged within a year, as the bulletin counts them. The range of our own count runs from what fails for certain to that plus what cannot be assessed.')}
    </p>
    ${table({
      caption: t('各地指标按结论计数', 'Items of each area by verdict'),
      heads,
      rows,
      stacked: false,
      empty: t('没有数据', 'nothing held'),
    })}
  </section>`;
}

function grid({ view, lang }: OverviewPage): Html {
  const t = say(lang);
  const [city, ...units] = view.areas;
  const span = view.areas.length + 2;
  return html`<section aria-labelledby="items">
    <h2 id="items">${t('逐项情况', 'Item by item')}</h2>
    <p class="jump">
      ${t('分组：', 'Groups: ')}${view.groups.map(({ group }, index) => html`<a href="#g${index}">${group}</a> `)}
    </p>
    ${legend(lang)}
    <div class="grid-frame" tabindex="0" role="region" aria-labelledby="items">
      <table class="grid">
        <caption class="vh">
          ${t('各项指标在各地的结论', 'Verdict of each item in each area')}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('指标', 'Item')}</th>
            <th scope="col" class="target">${t('目标', 'Target')}</th>
            <th scope="col" class="city">${city?.name ?? ''}</th>
            ${units.map(({ name }) => html`<th scope="col" class="unit">${name}</th>`)}
          </tr>
        </thead>
        ${view.groups.map(
          ({ group, rows }, index) =>
            html`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan="${span}" id="g${index}"><span>${group}</span></th>
              </tr>
              ${rows.map((row) => gridRow(row, { view, lang }))}
            </tbody>`,
        )}
      </table>
    </div>
  </section>`;
}

function legend(lang: Lang): Html {
  const verdicts: Verdict[] = [...SHOWN, 'information'];
  return html`<p class="legend">
    ${verdicts.map((verdict) => verdictBadge(verdict, lang))}<span class="none"
      >${say(lang)('空格：本级无此项。选择格子可看数值、依据和构成。', 'Blank: not an item of that level. A square leads to its figure and what is behind it.')}</span
    >
  </p>`;
}

function gridRow(row: Row, { view, lang }: { view: Overview; lang: Lang }): Html {
  const [city, ...units] = row.slots;
  const first = row.slots.find((slot) => slot.kind === 'cell')?.cell;
  const target = city?.kind === 'cell' ? formatTarget(city.cell, lang) : first ? formatTarget(first, lang) : '—';
  const name = html`<a href="${link(`/indicators/${row.indicator}`, { period: row.period ?? view.period, lang })}"
    >${row.name}</a
  >`;
  return html`<tr>
    <th scope="row">${name}${row.period !== null && html` <span class="code">${row.period}</span>`}</th>
    <td class="target">${target}</td>
    <td class="city">${city && citySlot(city, lang)}</td>
    ${units.map((slot, index) => unitSlot(slot, { lang, area: view.areas[index + 1]?.name ?? '', item: row.name }))}
  </tr>`;
}

function citySlot(slot: Slot, lang: Lang): Html {
  switch (slot.kind) {
    case 'cell': {
      const { cell } = slot;
      const why = cell.verdict === 'not-assessable' ? whyNot(cell, lang) : '';
      return html`<a href="${cellLink(cell, lang)}"
          >${verdictBadge(cell.verdict, lang)} <span class="n">${figureText(cell, lang)}</span></a
        >${why !== '' && html`<span class="why">${why}</span>`}`;
    }
    case 'other-level':
      return html`<span class="vh">${say(lang)('本级无此项', 'not an item of this level')}</span>`;
    case 'absent':
      return html`${verdictBadge('not-assessable', lang)}
        <span class="n">${say(lang)('无数据', 'nothing held')}</span>`;
  }
}

function unitSlot(slot: Slot, { lang, area, item }: { lang: Lang; area: string; item: string }): Html {
  const t = say(lang);
  switch (slot.kind) {
    case 'cell': {
      const { cell } = slot;
      const words = [verdictWord(cell.verdict, lang), figureText(cell, lang), whyNot(cell, lang)].filter(
        (word) => word !== '' && word !== '—',
      );
      const said = words.join(t('，', ', '));
      return html`<td class="sq v-${cell.verdict}">
        <a href="${cellLink(cell, lang)}" title="${area} · ${item}${t('：', ': ')}${said}"
          ><span aria-hidden="true">${verdictMark(cell.verdict)}</span><span class="vh">${said}</span></a
        >
      </td>`;
    }
    case 'other-level':
      return html`<td class="sq none"><span class="vh">${t('本级无此项', 'not an item of this level')}</span></td>`;
    case 'absent':
      return html`<td class="sq v-not-assessable" title="${t('无数据', 'nothing held')}">
        <span aria-hidden="true">?</span><span class="vh">${t('无数据', 'nothing held')}</span>
      </td>`;
  }
}
