import type { Lang } from '@duqing/catalogue';
import { html, type Html } from '@duqing/pages';
import { say } from './layout.ts';
import { link } from './links.ts';

const PER_PAGE = 50;

interface Part<T> {
  shown: readonly T[];
  page: number;
  pages: number;
}

/** One page of a list; a number beyond the end gives the last. */
export function partOf<T>(all: readonly T[], asked: number): Part<T> {
  const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
  const page = Math.min(asked, pages);
  return { shown: all.slice((page - 1) * PER_PAGE, page * PER_PAGE), page, pages };
}

interface Pager {
  page: number;
  pages: number;
  path: string;
  /** the query of the list itself */
  fields?: Readonly<Record<string, string | undefined>>;
  lang: Lang;
}

/** Links to the pages before and after; nothing where there is one page. */
export function pager({ page, pages, path, fields = {}, lang }: Pager): Html | false {
  if (pages === 1) return false;
  const t = say(lang);
  const to = (number: number, word: string): Html | false =>
    number >= 1 &&
    number <= pages &&
    html`<a href="${link(path, { ...fields, page: String(number), lang })}">${word}</a>`;
  return html`<nav class="bar" aria-label="${t('翻页', 'Pages of the list')}">
    ${to(page - 1, t('← 上一页', '← Page before'))}<span>${t(`第 ${page} / ${pages} 页`, `page ${page} of ${pages}`)}</span>${to(page + 1, t('下一页 →', 'Next page →'))}
  </nav>`;
}
