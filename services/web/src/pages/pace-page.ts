import type { Lang } from '@duqing/catalogue';
import type { DaysWithout } from '@duqing/outlook';
import { html, periodText, table, type Html } from '@duqing/pages';
import type { OwedRow } from '../core/pace.ts';
import { choice, langInput, layout, say } from './layout.ts';
import { cellLink, link } from './links.ts';

export interface PacePage {
  lang: Lang;
  place: string;
  simulated: boolean;
  departments: readonly (readonly [code: string, name: string])[];
  areas: readonly (readonly [code: string, name: string])[];
  /** '' = all */
  department: string;
  region: string;
  owed: { department: string; rows: OwedRow[] }[];
  zeros: { region: string; cells: DaysWithout[] }[];
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
}

/** What is still owed, by whom, by when; and how long each zero has held. */
export function pacePage(given: PacePage): string {
  const { lang, department, region } = given;
  const t = say(lang);
  const nothing = html`<p class="empty">${t('没有待办事项。', 'Nothing is owed.')}</p>`;
  const body = html`${chooser(given)}
  ${given.owed.length === 0 ? nothing : given.owed.map((group) => departmentPart(group, given))}${zerosPart(given)}`;
  return layout({
    ...given,
    path: '/pace',
    fields: { department: department || undefined, region: region || undefined },
    heading: t('进度', 'Pace'),
    lead: t(
      '各部门尚未完成的事项和未报送的报表、截止日期；零指标已连续天数',
      'What each department still owes and by when; days without, of the seven zeros',
    ),
    body,
  });
}

function chooser({ lang, departments, areas, department, region }: PacePage): Html {
  const t = say(lang);
  const all = t('全部', 'all');
  const fields = { department: department || undefined, region: region || undefined, lang };
  return html`<div class="bar">
    <form method="get" action="/pace">
      ${choice({ id: 'department', label: t('部门', 'Department'), options: [['', all], ...departments], chosen: department })}${choice({ id: 'region', label: t('地区', 'Area'), options: [['', all], ...areas], chosen: region })}${langInput(lang)}
      <button>${t('查看', 'Show')}</button>
    </form>
    <a href="${link('/pace.ics', fields)}">${t('日历文件（.ics）', 'Calendar file (.ics)')}</a>
  </div>`;
}

function departmentPart({ department, rows }: PacePage['owed'][number], given: PacePage): Html {
  const { lang, departments } = given;
  const t = say(lang);
  const name = departments.find(([code]) => code === department)?.[1] ?? department;
  const late = rows.filter(({ isOverdue }) => isOverdue).length;
  const heads = [t('事项', 'Item'), t('时期', 'Period'), t('截止', 'Due'), t('内容', 'What'), t('尚欠地区', 'Owed by')];
  return html`<section aria-labelledby="d-${department}">
    <h2 id="d-${department}">${name}</h2>
    ${table({
      caption: t(
        `${rows.length} 项${late > 0 ? `，其中逾期 ${late} 项` : ''}`,
        `${rows.length} ${rows.length === 1 ? 'item' : 'items'}${late > 0 ? `, ${late} overdue` : ''}`,
      ),
      heads,
      rows: rows.map((row) => rowOf(row, given)),
      empty: '',
    })}
  </section>`;
}

function rowOf(row: OwedRow, { lang, nameOf, areaOf }: PacePage): { content: Html | string }[] {
  const t = say(lang);
  const { due, isOverdue, kind, indicator, period, areas } = row;
  const what = kind === 'task' ? t('完成事项', 'to be done') : t('报送报表', 'a return to send');
  const day = html`<span class="nowrap">${due}</span>`;
  return [
    { content: html`${nameOf(indicator)}` },
    { content: html`<span class="nowrap">${periodText(period, lang)}</span>` },
    {
      content: isOverdue
        ? html`<span class="nowrap">${day} <strong class="bad">✕ ${t('逾期', 'overdue')}</strong></span>`
        : day,
    },
    { content: what },
    { content: html`${areas.map((one) => owingPart({ ...one, indicator, period }, { lang, areaOf }))}` },
  ];
}

/** How far they are, and who: each leads to its figure. */
function owingPart(
  { text, regions, ...key }: { text: string; regions: string[]; indicator: string; period: string },
  { lang, areaOf }: Pick<PacePage, 'lang' | 'areaOf'>,
): Html {
  const t = say(lang);
  const names = regions.map(
    (region, index) =>
      html`${index === 0 ? '' : t('、', ', ')}<a href="${cellLink({ ...key, region }, lang)}">${areaOf(region)}</a>`,
  );
  return html`<p class="owing">${text !== '' && html`<strong>${text}</strong>${t('：', ': ')}`}${names}</p>`;
}

function zerosPart({ lang, zeros, nameOf, areaOf }: PacePage): Html {
  const t = say(lang);
  const items = zeros[0]?.cells.map(({ indicator }) => indicator) ?? [];
  return html`<section aria-labelledby="zeros">
    <h2 id="zeros">${t('零指标已连续天数', 'Days without')}</h2>
    <p class="small">
      ${t('只计已确认（声明或报送）的天数；没有确认的不当作零。', 'Only days that are attested or returned count: silence is not zero.')}
    </p>
    ${table({
      caption: t('截至最后确认日的天数', 'Days up to the last one that is known'),
      heads: [t('地区', 'Area'), ...items.map(nameOf)],
      rows: zeros.map(({ region, cells }) => [
        { content: areaOf(region) },
        ...cells.map((cell) => ({ content: zeroPart(cell, lang) })),
      ]),
      empty: t('没有数据', 'nothing held'),
    })}
  </section>`;
}

function zeroPart({ days, through, last }: DaysWithout, lang: Lang): Html {
  const t = say(lang);
  const before = last === null ? '' : t(`上次 ${last}`, `last ${last}`);
  if (days === null || through === null)
    return html`? ${t('未确认', 'not known')}${before !== '' && html`<span class="sub">${before}</span>`}`;
  return html`${t(`${days} 天`, `${days} d`)}<span class="sub"
      >${t('至', 'to')} ${through}${before !== '' && html`; ${before}`}</span
    >`;
}
