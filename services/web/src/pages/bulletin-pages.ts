import type { Lang } from '@duqing/catalogue';
import { html, momentText, periodText, quarterBefore, quarterAt, table, type Html } from '@duqing/pages';
import type { BulletinNoticeRow } from '@duqing/warehouse';
import type { EditionRef, EditionState } from '../desk/editions.ts';
import { choice, langInput, layout, say, terms } from './layout.ts';
import { link } from './links.ts';

interface Common {
  lang: Lang;
  place: string;
  simulated: boolean;
  /** why what was asked for was not done */
  problem?: string;
}

const EDITION = {
  flash: { zh: '快报', en: 'flash edition' },
  provisional: { zh: '初步版', en: 'provisional edition' },
  final: { zh: '最终版', en: 'final edition' },
} as const;

/** A mark beside the words, so that a stage is not told by colour. */
const STAGE = {
  none: { mark: '·', zh: '未起草', en: 'not drafted' },
  drafted: { mark: '○', zh: '待审核', en: 'waits for a review' },
  returned: { mark: '↩', zh: '已退回修改', en: 'sent back' },
  reviewed: { mark: '◐', zh: '已审核，待签发', en: 'reviewed, waits to be sealed' },
  signed: { mark: '●', zh: '已签发，待发布日', en: 'sealed, waits for its release day' },
  issued: { mark: '✓', zh: '已发布', en: 'issued' },
  void: { mark: '✕', zh: '已撤销', en: 'void' },
} as const;

const STEP = {
  drafted: { zh: '起草', en: 'drafted' },
  reviewed: { zh: '审核通过', en: 'reviewed' },
  returned: { zh: '退回', en: 'sent back' },
  signed: { zh: '签发', en: 'sealed' },
  issued: { zh: '发布', en: 'issued' },
  void: { zh: '撤销', en: 'made void' },
} as const;

/** Where a document's own page is. */
export function documentPath(document: string): string {
  return `/bulletins/desk/${document.replaceAll('/', '~')}`;
}

function nameOf(document: string, lang: Lang): string {
  const [quarter = '', edition, audience = '', of, correction] = document.split('/');
  const t = say(lang);
  const word = EDITION[edition as keyof typeof EDITION][lang];
  const language = of === 'zh' ? '中文' : 'English';
  const number = correction?.replace('correction-', '');
  const title = t(
    `${periodText(quarter, lang)}毒情通报（${word}）`,
    `Bulletin of ${periodText(quarter, lang)} (${word})`,
  );
  const notice = number === undefined ? '' : t(`更正通知第${number}号`, `, correction notice no. ${number}`);
  const readers = audience === 'internal' ? '' : ` · ${audienceText(audience, lang)}`;
  return `${title}${notice}${readers} · ${language}`;
}

function audienceText(audience: string, lang: Lang): string {
  const t = say(lang);
  return audience === 'public' ? t('公开版', 'public') : audience.replace(/^county:/, t('县级 ', 'county '));
}

function stageText(stage: EditionState['stage'], lang: Lang): Html {
  const { mark, [lang]: word } = STAGE[stage];
  return html`<span class="nowrap"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}

/** 制作中 … of what was begun and is not done. */
function workText(wish: 'draft' | 'seal', lang: Lang): Html {
  const t = say(lang);
  const word = wish === 'draft' ? t('制作中', 'being made') : t('签发办理中', 'being sealed');
  return html`<span class="nowrap"><span aria-hidden="true">◌</span> ${word}</span>`;
}

export interface BulletinDeskPage extends Common {
  now: number;
  /** areas that may have an edition of their own: code and name */
  areas: readonly { code: string; name: string }[];
  states: readonly EditionState[];
}

/** Everything on its way, and the form that begins a draft. */
export function bulletinDeskPage(given: BulletinDeskPage): string {
  const { states, lang, problem } = given;
  const t = say(lang);
  const rows = states.map(({ document, stage, draft, writers, reviewer, signer, work }) => [
    { content: html`<a href="${link(documentPath(document), { lang })}">${nameOf(document, lang)}</a>` },
    { content: work ? workText(work.wish, lang) : stageText(stage, lang) },
    { content: draft ? momentText(draft.as_of, lang) : '—' },
    { content: draft ? writers.join(t('、', ', ')) || t('系统', 'the calendar') : '—' },
    { content: reviewer ?? '—' },
    { content: signer ?? '—' },
  ]);
  const body = html`${problemBox(problem)}${table({
    caption: t(
      '在办和已办的通报、更正通知，最近办理的在前',
      'Bulletins and correction notices, the latest step on top',
    ),
    heads: [
      t('通报', 'Bulletin'),
      t('进度', 'Stage'),
      t('数据截止', 'Cut-off'),
      t('起草', 'Written'),
      t('审核', 'Reviewed'),
      t('签发', 'Sealed'),
    ],
    rows,
    empty: t('还没有起草任何通报。', 'Nothing is drafted yet.'),
  })}${newDraft(given)}`;
  const lead = t(
    '起草、审核、签发须由不同岗位办理：审核人和签发人都不能是起草人。已发布的通报不再改动，结论有变时另发更正通知。',
    'Writing, reviewing and sealing are of different posts: who reviews and who seals did not write it. What is issued never changes; a changed conclusion is told by a correction notice.',
  );
  return layout({ ...given, path: '/bulletins/desk', heading: t('通报办理', 'Bulletins at work'), lead, body });
}

function newDraft({ now, lang, areas }: BulletinDeskPage): Html {
  const t = say(lang);
  const quarters = [0, 1, 2, 3].map((back) => quarterBefore(quarterAt(now), back));
  return html`<h2>${t('起草', 'Draft')}</h2>
    <form class="stack" method="post" action="/bulletins/desk">
      ${langInput(lang)}
      ${choice({ id: 'quarter', label: t('季度', 'Quarter'), options: quarters.map((one) => [one, periodText(one, lang)]), chosen: quarters[1] ?? '' })}
      ${choice({
        id: 'edition',
        label: t('版本', 'Edition'),
        options: Object.entries(EDITION).map(([value, word]) => [value, word[lang]]),
        chosen: 'provisional',
      })}
      ${choice({
        id: 'audience',
        label: t('读者', 'Audience'),
        options: [
          ['internal', t('内部', 'internal')],
          ['public', t('公开', 'public')],
          ...areas.map(({ code, name }) => [`county:${code}`, t(`县级：${name}`, `county: ${name}`)] as const),
        ],
        chosen: 'internal',
      })}
      ${choice({
        id: 'of',
        label: t('语言', 'Language'),
        options: [
          ['zh', '中文'],
          ['en', 'English'],
        ],
        chosen: lang,
      })}
      <button type="submit">${t('以现在的数据起草', 'Draft with the data of now')}</button>
    </form>`;
}

export interface BulletinStatePage extends Common {
  of: EditionRef;
  /** code of the city */
  city: string;
  state: EditionState;
  /** who looks */
  post: string;
  mayReview: boolean;
  maySeal: boolean;
  /** what of the draft reads otherwise now, in words; empty = nothing */
  changes: readonly string[];
  now: number;
  /** what the writer typed and could not be kept */
  typed?: string;
}

/** One document: the draft, what has changed since, what a writer adds, and the step that is next. */
export function bulletinStatePage(given: BulletinStatePage): string {
  const { state, lang, problem } = given;
  const t = say(lang);
  const { document, stage, draft, writers, reviewer, signer, work, failed } = state;
  const body = html`${problemBox(problem ?? failed?.[lang])} ${workOf(given)}
  ${terms([
    [t('进度', 'Stage'), work ? workText(work.wish, lang) : stageText(stage, lang)],
    [t('数据截止', 'Cut-off'), draft ? momentText(draft.as_of, lang) : ''],
    [t('起草', 'Written by'), draft ? writers.join(t('、', ', ')) || t('系统（按发布日历）', 'the calendar') : ''],
    [t('审核', 'Reviewed by'), reviewer ?? ''],
    [t('签发', 'Sealed by'), signer ?? ''],
    [t('草稿校验值', 'Hash of the draft'), draft ? html`<code>${draft.content_id.slice(0, 16)}</code>` : ''],
  ])}
  ${filesOf(given)} ${work === null && html`${changesOf(given)} ${stepForms(given)} ${narrativeForm(given)}`}
  ${history(given)}`;
  return layout({ ...given, path: documentPath(document), heading: nameOf(document, lang), body });
}

function problemBox(problem: string | undefined): Html | false {
  return problem !== undefined && html`<p class="problem" role="alert">✕ ${problem}</p>`;
}

/** What goes on now, since when, and how it is looked at again; nothing can be done meanwhile. */
function workOf({ state: { work, document, draft }, lang, now }: BulletinStatePage): Html | false {
  if (work === null) return false;
  const t = say(lang);
  const seconds = Math.max(0, Math.round((now - work.since) / 1_000));
  const what =
    work.wish === 'seal'
      ? t('正在核对草稿并签发', 'The draft is being checked and sealed')
      : t('正在制作草稿', 'The draft is being made');
  const before =
    work.wish === 'draft' && draft !== null
      ? t('下面仍是原来的草稿。', ' What stands below is the draft before it.')
      : '';
  return html`<p class="working" role="status">
    <strong>◌ ${what}</strong
    >${t(`（岗位 ${work.post}，已 ${seconds} 秒）。`, ` (${work.post}, for ${seconds} s).`)}${before}
    <a href="${link(documentPath(document), { lang })}">${t('刷新', 'Look again')}</a>
    <span class="small"
      >${t('本页每 5 秒自动刷新；离开本页不影响制作。', 'The page looks again every 5 seconds; leaving it changes nothing.')}</span
    >
  </p>`;
}

function filesOf({ state, of, lang }: BulletinStatePage): Html | false {
  if (state.draft === null || state.stage === 'issued') return false;
  const t = say(lang);
  const base = documentPath(state.document);
  const names =
    of.correction === undefined
      ? ['bulletin.html', 'bulletin.pdf', 'bulletin.docx', 'figures.xlsx', 'figures.csv']
      : ['notice.html', 'notice.pdf', 'notice.docx', 'notice.json'];
  return html`<h2>${t('草稿', 'The draft')}</h2>
    <p class="jump">${names.map((name) => html`<a href="${base}/${name}">${name}</a> `)}</p>`;
}

/** Lines of the comparison that are shown; the rest is in the comparison by command. */
const SHOWN = 60;

function changesOf({ changes, lang, state, of }: BulletinStatePage): Html | false {
  if (state.draft === null || of.correction !== undefined || state.stage === 'issued' || state.stage === 'void')
    return false;
  const t = say(lang);
  if (changes.length === 0)
    return html`<p class="done">✓ ${t('起草以来没有数字变动。', 'No figure has changed since the draft.')}</p>`;
  const more = changes.length - SHOWN;
  return html`<div class="problem">
    <p>
      <strong
        >!
        ${t('起草以来有数字变动：签发的仍是草稿的数字；如需采用现在的数字，请重新起草。', 'Figures changed since the draft. What is sealed are those of the draft; draft anew to take those of now.')}</strong
      >
    </p>
    <details>
      <summary>${t('查看变动', 'Show what changed')}</summary>
      <ul>
        ${changes
          .filter((line) => line.trim() !== '')
          .slice(0, SHOWN)
          .map((line) => html`<li>${line.trim()}</li>`)}
      </ul>
      ${more > 0 && html`<p>${t(`另有 ${more} 行`, `${more} more lines`)}</p>`}
    </details>
  </div>`;
}

/** How a writer adds to this very bulletin. */
function exampleOf({ of: { quarter, lang }, city }: BulletinStatePage): string {
  const id = `${city}/it-solved-share/${quarter}`;
  return say(lang)(
    `## summary\n本季度信息化破案占比为 {{${id}}}，较上季度 {{${id}:change}}。`,
    `## summary\nThe share solved with IT support is {{${id}}}, {{${id}:change}} on the quarter before.`,
  );
}

function narrativeForm(given: BulletinStatePage): Html | false {
  const { state, of, lang, typed } = given;
  if (state.draft === null || of.correction !== undefined || state.stage === 'issued') return false;
  const t = say(lang);
  const text = typed ?? state.failed?.narrative ?? state.draft.narrative;
  return html`<h2>${t('研判文字', 'What the writer adds')}</h2>
    <form class="stack wide" method="post" action="${documentPath(state.document)}/write">
      ${langInput(lang)}
      <label for="narrative"
        >${t('分节书写；数字只能用占位符，由系统填入', 'By section; figures only as placeholders that are filled in')}</label
      >
      <textarea id="narrative" name="narrative" rows="12" spellcheck="false">${text}</textarea>
      <p class="small">
        ${t('可写的节：', 'Sections: ')}<code>## summary</code> <code>## areas</code> <code>## enforcement</code>
        <code>## indicators</code> <code>## alerts</code> <code>## notes</code>${t('。例：', '. For example: ')}
      </p>
      <pre>${exampleOf(given)}</pre>
      <button type="submit">${t('保存并重新生成草稿', 'Keep it and make the draft again')}</button>
      <p class="small">
        ${t('保存后须重新审核。保存者即为起草人，不能再审核或签发。', 'It must be reviewed again then. Who keeps it is a writer and can neither review nor seal.')}
      </p>
    </form>`;
}

function stepForms(given: BulletinStatePage): Html | false {
  const { state, lang, mayReview, maySeal, post, of } = given;
  const t = say(lang);
  const isOwn = state.writers.includes(post);
  const own = html`<p class="small">
    ${t('你所在的岗位参与了起草，须由其他岗位审核和签发。', 'Your post wrote it: others review and seal it.')}
  </p>`;
  const redraft =
    of.correction === undefined && state.stage !== 'issued' && state.draft !== null
      ? form(given, { wish: 'redraft', word: t('以现在的数据重新起草', 'Draft anew with the data of now') })
      : false;
  const back = form(given, {
    wish: 'return',
    word: t('退回修改', 'Send it back'),
    remark: true,
    label: t('退回原因（必填）', 'Why (needed)'),
  });
  switch (state.stage) {
    case 'drafted':
      return html`<h2>${t('审核', 'Review')}</h2>
        ${isOwn && own}
        ${mayReview && !isOwn && form(given, { wish: 'review', word: t('审核通过', 'Agree to it'), remark: true, label: t('审核意见（可不填）', 'Remark (may be empty)') })}
        ${mayReview && back} ${redraft}`;
    case 'reviewed':
      return html`<h2>${t('签发', 'Seal')}</h2>
        ${isOwn && own}
        ${maySeal && !isOwn && form(given, { wish: 'seal', word: t('签发', 'Seal it'), remark: true, label: t('签发意见（可不填）', 'Remark (may be empty)') })}
        ${!maySeal && html`<p class="small">${t('签发须由复核岗位办理。', 'A reviewer seals it.')}</p>`}
        ${mayReview && back} ${redraft}`;
    case 'returned':
    case 'void':
      return html`<h2>${t('下一步', 'Next')}</h2>
        ${redraft}`;
    case 'signed':
      return html`<p class="done">● ${t('已签发，发布日到后自动发布。', 'Sealed: it is issued on its release day.')}</p>
        ${mayReview && back}`;
    case 'issued':
      return html`<p class="done">
        ✓ ${t('已发布，不再改动。', 'Issued: it never changes.')}
        <a href="${link('/bulletins', { lang })}">${t('已发布的通报', 'Issued bulletins')}</a>
      </p>`;
    case 'none':
      return html`<h2>${t('下一步', 'Next')}</h2>
        ${form(given, { wish: 'redraft', word: t('以现在的数据起草', 'Draft with the data of now') })}`;
  }
}

interface StepForm {
  wish: 'redraft' | 'review' | 'return' | 'seal';
  word: string;
  remark?: boolean;
  label?: string;
}

function form({ state, lang }: BulletinStatePage, { wish, word, remark, label }: StepForm): Html {
  const action = `${documentPath(state.document)}/${wish}`;
  const id = `remark-${wish}`;
  return html`<form class="stack" method="post" action="${action}">
    ${langInput(lang)}
    ${remark === true && html`<label for="${id}">${label ?? ''}</label><input id="${id}" name="remark" maxlength="500" ${wish === 'return' && html` required`} />`}
    <button type="submit">${word}</button>
  </form>`;
}

function history({ state, lang }: BulletinStatePage): Html | false {
  if (state.steps.length === 0) return false;
  const t = say(lang);
  const rows = state.steps
    .toReversed()
    .map(({ step, at, post, remark, content_id }) => [
      { content: momentText(at, lang) },
      { content: STEP[step][lang] },
      { content: post === 'system' ? t('系统', 'the calendar') : post },
      { content: html`<code>${content_id.slice(0, 8)}</code>` },
      { content: remark || '—' },
    ]);
  return html`<h2>${t('办理记录', 'Steps')}</h2>
    ${table({
      caption: t('新的在前', 'The latest on top'),
      heads: [t('时间', 'When'), t('步骤', 'Step'), t('岗位', 'Post'), t('草稿', 'Draft'), t('意见', 'Remark')],
      rows,
      empty: '',
    })}`;
}

/** Correction notices that were issued, under the list of bulletins; nothing where there are none. */
export function noticeList(notices: readonly BulletinNoticeRow[], lang: Lang): Html | false {
  if (notices.length === 0) return false;
  const t = say(lang);
  const rows = notices
    .toSorted((a, b) => b.sealed_at - a.sealed_at)
    .map(({ bundle_id, document, as_of, sealed_at }) => [
      { content: html`<a href="${link(`/bulletins/notices/${bundle_id}`, { lang })}">${nameOf(document, lang)}</a>` },
      { content: momentText(as_of, lang) },
      { content: momentText(sealed_at, lang) },
    ]);
  return html`<h2>${t('更正通知', 'Correction notices')}</h2>
    ${table({
      caption: t(
        '已公布的结论有变的，与原通报一并使用',
        'Where a published conclusion changed; read together with the bulletin',
      ),
      heads: [t('更正通知', 'Notice'), t('更正数据截至', 'Corrected as of'), t('签发', 'Sealed')],
      rows,
      empty: '',
    })}`;
}

export interface NoticePage extends Common {
  row: BulletinNoticeRow;
  /** null = its folder is not on this machine */
  files: readonly string[] | null;
}

/** The files of one issued notice. */
export function noticePage(given: NoticePage): string {
  const { row, files, lang } = given;
  const t = say(lang);
  const base = `/bulletins/notices/${row.bundle_id}`;
  const edition = link(`/bulletins/${encodeURIComponent(row.edition_id)}`, { lang });
  const body = html`<p><a href="${edition}">${t('所更正的通报', 'The bulletin that it corrects')}</a></p>
    ${
      files === null
        ? html`<p class="empty">${t('文件夹不在本机上，无法打开。', 'Its folder is not on this machine.')}</p>`
        : html`<ul class="files">
            ${files.map((name) => html`<li><a href="${base}/${encodeURIComponent(name)}">${name}</a></li>`)}
          </ul>`
    }`;
  const lead = t(
    `更正数据截至 ${momentText(row.as_of, lang)}；签发 ${momentText(row.sealed_at, lang)}`,
    `Corrected as of ${momentText(row.as_of, lang)}; sealed ${momentText(row.sealed_at, lang)}`,
  );
  return layout({ ...given, path: base, heading: nameOf(row.document, lang), lead, body });
}

/** Where the bulletins' own service does not answer: nothing is lost, and it is told apart from a fault of what was asked. */
export function bulletinsAwayPage(given: Common & { path: string }): string {
  const t = say(given.lang);
  const problem = t(
    '通报服务暂时连接不上，请稍后刷新；已办理的步骤都已保存。',
    'The bulletin service cannot be reached now. Try again in a moment: every step taken is kept.',
  );
  const body = html`${problemBox(problem)}
    <p><a href="${link('/bulletins', { lang: given.lang })}">${t('已发布的通报', 'Issued bulletins')}</a></p>`;
  return layout({ ...given, path: '/bulletins/desk', heading: t('通报办理', 'Bulletins at work'), body });
}
