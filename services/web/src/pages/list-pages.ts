import type { Lang } from '@duqing/catalogue';
import { html, momentText, periodText, table, type Html } from '@duqing/pages';
import type { BulletinNoticeRow, BulletinRow } from '@duqing/warehouse';
import { minute } from '../core/moments.ts';
import type { RejectView } from '../core/rejects.ts';
import { noticeList } from './bulletin-pages.ts';
import { layout, say } from './layout.ts';
import { link } from './links.ts';
import { pager, partOf } from './paging.ts';

interface Common {
  lang: Lang;
  place: string;
  simulated: boolean;
}

export interface RejectsPage extends Common {
  /** from 1 */
  page: number;
  rejects: readonly RejectView[];
}

export function rejectsPage(given: RejectsPage): string {
  const { rejects, lang } = given;
  const t = say(lang);
  const part = partOf(rejects, given.page);
  const rows = part.shown.map((reject) => [
    { content: html`<span class="nowrap">${minute(reject.receivedAt)}</span>` },
    { content: html`${reject.text[lang]} <span class="code">${reject.reason}</span>${payloadOf(reject, lang)}` },
    { content: reject.field === '' ? t('整条消息', 'the message') : html`<code>${reject.field}</code>` },
    { content: reject.source === null ? t('无法读出', 'not readable') : html`<code>${reject.source}</code>` },
    { content: reject.id === null ? '—' : html`<code>${reject.id}</code>` },
    { content: html`<code>${reject.topic}/${reject.partition}/${reject.offset}</code>` },
  ]);
  const body = html`${table({
    caption: t(`共 ${rejects.length} 条，新的在前`, `${rejects.length}, newest first`),
    heads: [
      t('收到（北京时间）', 'Received (Beijing time)'),
      t('原因', 'Reason'),
      t('字段', 'Field'),
      t('来源', 'Source'),
      t('消息编号', 'Message id'),
      t('位置', 'Place'),
    ],
    rows,
    empty: t('没有退回的数据。', 'No message was refused.'),
  })}${pager({ ...part, path: '/rejects', lang })}`;
  const lead = t(
    '以下消息不符合要求，没有计入任何指标。请来源单位按原因改正后重报。',
    'These messages break the contract and count in no figure. Their senders can mend and send them again.',
  );
  return layout({ ...given, path: '/rejects', heading: t('退回数据', 'Rejects'), lead, body });
}

const SHOWN_PAYLOAD = 4_000;

function payloadOf({ payload, masked, withheld }: RejectView, lang: Lang): Html {
  const t = say(lang);
  if (withheld || payload === null) return html`${t('涉及情报，不显示', 'concerns intelligence, not shown')}`;
  const cut = payload.length > SHOWN_PAYLOAD;
  return html`<details>
    <summary>${t('查看原文', 'Show')}${masked && t('（个人信息已遮蔽）', ' (personal data masked)')}</summary>
    <pre>${payload.slice(0, SHOWN_PAYLOAD)}${cut && '…'}</pre>
  </details>`;
}

const EDITION = {
  flash: { zh: '快报', en: 'flash' },
  provisional: { zh: '初步版', en: 'provisional' },
  final: { zh: '最终版', en: 'final' },
} as const;

export interface BulletinsPage extends Common {
  bulletins: readonly BulletinRow[];
  notices: readonly BulletinNoticeRow[];
}

/** Newest first. */
export function bulletinsPage(given: BulletinsPage): string {
  const { bulletins, notices, lang } = given;
  const t = say(lang);
  const rows = [...bulletins]
    .sort((a, b) => b.sealed_at - a.sealed_at)
    .map((row) => [
      {
        content: html`<a href="${link(`/bulletins/${encodeURIComponent(row.bundle_id)}`, { lang })}"
          >${bulletinName(row, lang)}</a
        >`,
      },
      { content: audienceText(row.audience, lang) },
      { content: row.lang === 'zh' ? '中文' : 'English' },
      { content: momentText(row.as_of, lang) },
      { content: momentText(row.sealed_at, lang) },
    ]);
  const body = table({
    caption: t(`共 ${rows.length} 期，新的在前`, `${rows.length}, newest first`),
    heads: [
      t('通报', 'Bulletin'),
      t('读者', 'Audience'),
      t('语言', 'Language'),
      t('数据截止', 'Cut-off'),
      t('签发', 'Sealed'),
    ],
    rows,
    empty: t('尚未签发通报。', 'No bulletin is sealed yet.'),
  });
  const whole = html`${body}${noticeList(notices, lang)}`;
  return layout({ ...given, path: '/bulletins', heading: t('毒情通报', 'Situation bulletins'), body: whole });
}

function bulletinName({ quarter, edition }: BulletinRow, lang: Lang): string {
  return say(lang)(
    `${periodText(quarter, lang)}毒情通报（${EDITION[edition].zh}）`,
    `Bulletin of ${periodText(quarter, lang)} (${EDITION[edition].en})`,
  );
}

function audienceText(audience: string, lang: Lang): string {
  const t = say(lang);
  if (audience === 'internal') return t('内部', 'internal');
  if (audience === 'public') return t('公开（小数不予公布）', 'public (small numbers suppressed)');
  return audience.replace(/^county:/, t('县级 ', 'county '));
}

export interface BundlePage extends Common {
  row: BulletinRow;
  /** null = its folder is not on this machine */
  files: readonly string[] | null;
}

export function bundlePage(given: BundlePage): string {
  const { row, files, lang } = given;
  const t = say(lang);
  const base = `/bulletins/${encodeURIComponent(row.bundle_id)}`;
  const body =
    files === null
      ? html`<p class="empty">
          ${t('通报文件夹不在本机上，无法打开。', 'The folder of this bulletin is not on this machine.')}
        </p>`
      : html`<ul class="files">
          ${files.map((name) => html`<li><a href="${base}/${encodeURIComponent(name)}">${name}</a></li>`)}
        </ul>`;
  const lead = t(
    `读者：${audienceText(row.audience, lang)}；数据截止 ${momentText(row.as_of, lang)}；签发 ${momentText(row.sealed_at, lang)}`,
    `Audience: ${audienceText(row.audience, lang)}; cut-off ${momentText(row.as_of, lang)}; sealed ${momentText(row.sealed_at, lang)}`,
  );
  return layout({ ...given, path: base, heading: bulletinName(row, lang), lead, body });
}

export interface FaultPage extends Common {
  status: 400 | 404 | 413 | 500;
  lines: readonly string[];
}

const FAULT = {
  400: { zh: '请求有误', en: 'The request is wrong' },
  404: { zh: '没有这个页面', en: 'No such page' },
  413: { zh: '内容过大', en: 'Too large' },
  500: { zh: '页面出错', en: 'The page failed' },
} as const;

/** What went wrong in words a reader can use; nothing of the program's inside. */
export function faultPage(given: FaultPage): string {
  const { status, lines, lang } = given;
  const body = html`<ul class="faults">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <p><a href="${link('/', { lang })}">${say(lang)('回到总览', 'Back to the overview')}</a></p>`;
  return layout({ ...given, path: '/', heading: FAULT[status][lang], body });
}
