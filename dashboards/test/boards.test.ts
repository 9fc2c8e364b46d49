import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INDICATORS, type Lang } from '@duqing/catalogue';
import { describe, expect, test } from 'vitest';
import { generate } from '../src/generate.ts';
import { panelFor } from '../src/panels/indicator.ts';
import { WORDS } from '../src/words.ts';
import { boardsIn, panelsOf, targetsOf } from './rig.ts';

const GENERATED = fileURLToPath(new URL('../generated/', import.meta.url));
const LANGS: Lang[] = ['zh', 'en'];
const BOARDS = LANGS.flatMap((lang) => boardsIn(lang));

function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** Paths at which a JSON value is null, save a threshold's lowest step, which Grafana wants so. */
function nullsIn(value: unknown, path = ''): string[] {
  if (value === null) return path.endsWith('.steps.0.value') ? [] : [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value as object).flatMap(([key, part]) => nullsIn(part, `${path}.${key}`));
}

describe('generated files', () => {
  test('are those of a fresh build, none more, none less', () => {
    const fresh = generate();
    const held = new Map(
      filesUnder(GENERATED).map((path) => [path.slice(GENERATED.length), readFileSync(path, 'utf8')]),
    );
    expect([...held.keys()].toSorted()).toEqual([...fresh.keys()].toSorted());
    for (const [name, text] of fresh) expect({ at: name, is: held.get(name) }).toEqual({ at: name, is: text });
  });

  test('are the same at each build', () => {
    expect([...generate()]).toEqual([...generate()]);
  });

  test('hold no null where an object is due, no undefined and no password', () => {
    for (const [name, text] of generate()) {
      const nulls = name.endsWith('.json') ? nullsIn(JSON.parse(text)) : [];
      expect({ at: name, is: nulls }).toEqual({ at: name, is: [] });
      expect(text).not.toMatch(/undefined|NaN|password: (?!\$DUQING)/);
    }
  });
});

describe('every board', () => {
  test('uids are unique and short enough, titles unique in a language', () => {
    const uids = BOARDS.map(({ uid }) => uid ?? '');
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !/^[a-z0-9-]{1,40}$/.test(uid))).toEqual([]);
    const titles = boardsIn('zh').map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test.each(BOARDS.map((board) => [board.uid ?? '', board] as const))(
    '%s keeps the rules of the house',
    (_uid, board) => {
      expect(board.timezone).toBe('Asia/Shanghai');
      const titles = panelsOf(board).map(({ title }) => title);
      expect({ at: board.uid, is: titles.filter((title, at) => titles.indexOf(title) !== at) }).toEqual({
        at: board.uid,
        is: [],
      });
      const ids = (board.panels ?? []).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const panel of panelsOf(board)) {
        expect(panel.description).toBeTruthy();
        expect(panel.title).toBeTruthy();
        expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
        expect(targetsOf(panel).length).toBeGreaterThan(0);
      }
    },
  );

  test.each(BOARDS.map((board) => [board.uid ?? '', board] as const))(
    '%s names no unknown variable and leaves none unused',
    (_uid, board) => {
      const known = (board.templating?.list ?? []).map(({ name }) => name);
      const used = [...JSON.stringify(board).matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? '');
      expect(used.filter((name) => name !== '__data' && name !== '__value' && !known.includes(name))).toEqual([]);
      const always = ['period', 'region', 'asof', 'language', 'web'];
      expect(known.filter((name) => !always.includes(name) && !used.includes(name))).toEqual([]);
    },
  );

  test.each(BOARDS.map((board) => [board.uid ?? '', board] as const))(
    '%s reads published views and cells only',
    (_uid, board) => {
      const sql = JSON.stringify(board).matchAll(/"rawSql":("(?:[^"\\]|\\.)*")/g);
      for (const [, text = '""'] of sql)
        for (const [, name = ''] of (JSON.parse(text) as string).matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g))
          expect(name).toMatch(/^(published_\w+|indicator_values)$/);
    },
  );

  test('no name of a column is that of something its query reads: the engine would take one for the other', () => {
    const taken = BOARDS.flatMap(panelsOf)
      .flatMap(targetsOf)
      .flatMap(({ rawSql }) => {
        const names = [...rawSql.matchAll(/ AS `([^`]+)`/g)].map(([, name]) => name ?? '');
        const read = new Set(rawSql.replace(/`[^`]*`|'[^']*'/g, ' ').match(/[A-Za-z_]\w*/g));
        return names.filter((name) => read.has(name));
      });
    expect([...new Set(taken)]).toEqual([]);
  });

  test('which vintage of a cell is shown hangs on its identity and the as-of alone, never on what it says', () => {
    const identity = new Set(
      'indicator region period as_of asof has CAST AND OR IN NOT if concat left right joinGet toString toUInt8 toUInt16 DESC singlequote raw'.split(
        ' ',
      ),
    );
    const queries = BOARDS.flatMap(panelsOf).flatMap(targetsOf);
    const found = queries.flatMap(({ rawSql }) => [
      ...rawSql.matchAll(/FROM indicator_values\nWHERE (.*)\nORDER BY (.*)\nLIMIT 1 BY indicator, region, period/g),
    ]);
    expect(found.length).toBeGreaterThan(200);
    expect(queries.flatMap(({ rawSql }) => rawSql.match(/FROM indicator_values/g) ?? [])).toHaveLength(found.length);
    for (const [, where = '', order = ''] of found) {
      const words = `${where} ${order.replace(/as_of DESC, computed_at DESC$/, '')}`
        .replace(/'[^']*'/g, '')
        .match(/[A-Za-z_]\w*/g);
      expect(words?.filter((word) => !identity.has(word))).toEqual([]);
      expect(where).toMatch(/^as_of <= \$\{asof\}/);
      expect(order).toMatch(/as_of DESC, computed_at DESC$/);
    }
  });

  test('panels do not overlap and stay within 24 columns', () => {
    for (const board of BOARDS) {
      const taken = new Set<string>();
      for (const { gridPos } of board.panels ?? []) {
        if (!gridPos) throw new Error(`no place: ${board.uid}`);
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
            expect({ at: `${board.uid} ${x}/${y}`, is: taken.has(`${x}/${y}`) }).toEqual({
              at: `${board.uid} ${x}/${y}`,
              is: false,
            });
            taken.add(`${x}/${y}`);
          }
      }
    }
  });
});

describe('what must stand beside every figure', () => {
  test.each(LANGS)('a panel of each item shows data as of, completeness, marks and its definition (%s)', (lang) => {
    for (const indicator of INDICATORS) {
      const panel = panelFor(indicator, lang).build();
      const sql = targetsOf(panel)[0]?.rawSql ?? '';
      for (const key of ['changed', 'completeness', 'marks', 'verdict', 'target'] as const)
        expect(sql).toContain(`\`${WORDS[key][lang]}\``);
      expect(panel.description).toContain(indicator.name[lang]);
    }
  });

  test.each(LANGS)('every item of the catalogue has a panel on some board (%s)', (lang) => {
    const sql = boardsIn(lang)
      .flatMap(panelsOf)
      .flatMap(targetsOf)
      .map(({ rawSql }) => rawSql)
      .join('\n');
    const onGrid = INDICATORS.filter(({ id }) => !sql.includes(`'${id}'`)).map(({ id }) => id);
    expect(onGrid).toEqual([]);
  });

  test('a chart whose rows have no room for it says the as-of in its title', () => {
    const charts = BOARDS.flatMap(panelsOf).filter(
      ({ type, targets }) => type === 'barchart' && /indicator_values/.test(JSON.stringify(targets)),
    );
    expect(charts.length).toBeGreaterThan(5);
    for (const { title } of charts) expect(title).toContain('${asof:text}');
  });
});
