import type { Lang } from '@duqing/catalogue';
import { html, momentText, table, type Html } from '@duqing/pages';
import { minute } from '../core/moments.ts';
import type { SourceLine } from '../core/sources.ts';
import { layout, say } from './layout.ts';
import { pager, partOf } from './paging.ts';

export interface SourcesPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  now: number;
  areaOf: (code: string) => string;
  lines: readonly SourceLine[];
  page: number;
}

/** Until when each source's data is held; what has fallen silent stands first and never looks fresh. */
export function sourcesPage(given: SourcesPage): string {
  const { lang, lines, now, page } = given;
  const t = say(lang);
  const part = partOf(lines, page);
  const silent = lines.filter(({ isSilent, receivedAt }) => isSilent || receivedAt === null).length;
  const lead = t(
    `截至 ${momentText(now, lang)}，共 ${lines.length} 个来源，其中 ${silent} 个静默或从未报过有效数据。没有新消息不等于没有发生；数值是否作数，以数据确认为准。`,
    `As of ${momentText(now, lang)}: ${lines.length} sources, ${silent} of them silent or without any valid message. No news is not that nothing happened: whether a figure counts is said by the attestations.`,
  );
  const body = html`${table({
    caption: t('各来源的数据截至', 'Data as of, by source'),
    heads: [
      t('地区', 'Area'),
      t('来源', 'Source'),
      t('最近有效消息', 'Last valid message'),
      t('距今', 'Since'),
      t('最近退件', 'Last refused'),
    ],
    rows: part.shown.map((line) => rowOf(line, given)),
    empty: t('尚未收到任何数据。', 'Nothing was received yet.'),
  })}${pager({ ...part, path: '/sources', fields: {}, lang })}`;
  return layout({ ...given, path: '/sources', heading: t('数据截至', 'Data as of'), lead, body });
}

function rowOf(line: SourceLine, { lang, areaOf }: SourcesPage) {
  const { source, region, receivedAt, refusedAt } = line;
  return [
    { content: areaOf(region) },
    { content: html`<code>${source}</code>` },
    { content: receivedAt === null ? '—' : minute(receivedAt) },
    { content: sinceText(line, lang) },
    { content: refusedAt === null ? '—' : minute(refusedAt) },
  ];
}

function sinceText({ days, isSilent }: SourceLine, lang: Lang): Html | string {
  const t = say(lang);
  if (days === null) return html`<span class="bad">✕ ${t('没有有效数据', 'nothing valid')}</span>`;
  const since = days === 0 ? t('不足 1 天', 'under a day') : t(`${days} 天`, days === 1 ? '1 day' : `${days} days`);
  return isSilent ? html`<span class="bad">✕ ${t('静默', 'silent')} ${since}</span>` : since;
}
