import type { Lang } from '@duqing/catalogue';
import type { DoubtfulRecord, FlagCount } from '@duqing/mending';
import { html, table } from '@duqing/pages';
import { layout, say } from './layout.ts';
import { link } from './links.ts';
import { pager, partOf } from './paging.ts';

export interface RejectsFlagsPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  counts: readonly FlagCount[];
  /** records with one doubt; null = none was asked for */
  chosen: { flag: string; name: string; records: readonly DoubtfulRecord[] } | null;
  page: number;
}

/** Records that are stored and count, but look doubtful: apart from what was refused. */
export function rejectsFlagsPage(given: RejectsFlagsPage): string {
  const { lang, counts, chosen } = given;
  const t = say(lang);
  const body = html`${table({
      caption: t('按来源和疑点计数', 'By sender and doubt'),
      heads: [t('来源', 'Source'), t('疑点', 'Doubt'), t('条数', 'Records')],
      rows: counts.map(({ source, flag, name, records }) => [
        { content: html`<code>${source}</code>` },
        { content: html`<a href="${link('/rejects/flags', { flag, lang })}">${name[lang]}</a>` },
        { content: records, kind: 'number' },
      ]),
      empty: t('没有存疑记录。', 'No record is doubtful.'),
    })}
    ${chosen !== null && recordList(chosen, given)}
    <p><a href="${link('/rejects', { lang })}">${t('← 回到退件', '← Back to the rejects')}</a></p>`;
  const lead = t(
    '这些记录已入库并计入指标，但看起来可疑。请报送单位核对：有误的更正重报，无误的不必处理。',
    'These records are stored and count, but look doubtful. Their senders look at them: wrong ones are corrected, right ones need nothing.',
  );
  const fields = { ...(chosen !== null && { flag: chosen.flag }) };
  return layout({ ...given, path: '/rejects/flags', fields, heading: t('存疑记录', 'Doubtful records'), lead, body });
}

function recordList(
  { flag, name, records }: NonNullable<RejectsFlagsPage['chosen']>,
  { lang, page }: RejectsFlagsPage,
) {
  const t = say(lang);
  const part = partOf(records, page);
  return html`<h2>${name}</h2>
    ${table({
      caption: t(`共 ${records.length} 条`, `${records.length} records`),
      heads: [t('记录编号', 'Record'), t('来源', 'Source'), t('消息编号', 'Message id')],
      rows: part.shown.map(({ source, id, subject }) => [
        { content: html`<code>${subject}</code>` },
        { content: html`<code>${source}</code>` },
        { content: html`<code>${id}</code>` },
      ]),
      empty: t('没有这样的记录。', 'There is none.'),
    })}${pager({ ...part, path: '/rejects/flags', fields: { flag }, lang })}`;
}
