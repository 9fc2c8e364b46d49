import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html, page, raw, table, verdictBadge, visible } from '../src/index.ts';

test('text is escaped in content and in attributes, markup is not escaped twice, arrays are joined', () => {
  const hostile = `<script>alert("1")</script>'&`;
  const inner = html`<b title="${hostile}">${hostile}</b>`;
  const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;';
  expect(html`<p>${[inner, 'a', 2]}</p>`.text).toBe(`<p><b title="${escaped}">${escaped}</b>a2</p>`);
});

test.each([[null], [undefined], [false as const]])('%s is nothing', (part) => {
  expect(html`a${part}b`.text).toBe('ab');
});

test('nothing that a text holds opens a tag, closes an attribute or leaves a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const inner = html`${text}`.text;
      expect(inner).not.toMatch(/[<>"']/);
      // eslint-disable-next-line no-control-regex
      expect(inner).not.toMatch(/[\u0000-\u0008\u202e]/);
      expect(inner.isWellFormed()).toBe(true);
    }),
  );
});

test('signs that turn the direction of writing are shown, Chinese is left as it is', () => {
  expect(visible('婺城“磐安”㎎\u202egpj.exe')).toBe('婺城“磐安”㎎\ufffdgpj.exe');
});

const PAGE = { title: '金华市禁毒季度公报', lang: 'zh', simulated: false, body: raw('<p>婺</p>') } as const;

test('P30: a page declares its charset first and its language', () => {
  const text = page(PAGE);
  expect(text).toMatch(/^<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">/);
  expect(Buffer.from(text, 'utf8').toString('utf8')).toContain('<title>金华市禁毒季度公报</title>');
  expect(page({ ...PAGE, lang: 'en' })).toContain('<html lang="en">');
});

test('a page by itself names no other resource', () => {
  expect(page(PAGE)).not.toMatch(/(?:src|href)=|url\(|@import|https?:/);
});

test.each(['zh', 'en'] as const)(
  'the band of simulated data is there exactly where something is made up (%s)',
  (lang) => {
    expect(page({ ...PAGE, lang, simulated: true })).toMatch(/<div class="band"[^>]*>模拟数据/);
    expect(page({ ...PAGE, lang }).split('</style>')[1]).not.toContain('模拟数据');
  },
);

test('a table has a caption and headings in both directions; without rows it is a sentence', () => {
  const rows = [[{ content: '达标' }, { content: 3, kind: 'number', figure: '990100/cases-filed/2026Q3' }]] as const;
  const text = table({ caption: '小计', heads: ['项目', '数'], rows, empty: '无' }).text;
  expect(text).toMatch(/<caption>\s*小计\s*<\/caption>/);
  expect(text).toMatch(/<th scope="col"\s*>项目<\/th>/);
  expect(text).toContain('<th scope="row">达标</th>');
  expect(text).toContain('data-figure="990100/cases-filed/2026Q3"');
  expect(table({ caption: '小计', heads: ['项目'], rows: [], empty: '无' }).text).toBe('<p class="empty">无</p>');
});

test('verdicts differ in word, mark and class', () => {
  const all = ['met', 'missed', 'not-due', 'not-applicable', 'not-assessable', 'information'] as const;
  const plain = all.map((verdict) => verdictBadge(verdict, 'zh').text.replaceAll(/<[^>]*>/g, ''));
  expect(new Set(plain).size).toBe(all.length);
  expect(plain[0]).toBe('✓达标');
});
