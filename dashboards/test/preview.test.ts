import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { PanelJson } from '../src/preview/board-json.ts';
import { draw } from '../src/preview/draw.ts';
import { shown, withConfig } from '../src/preview/field.ts';
import { frameOf, type Field, type Frame } from '../src/preview/frame.ts';
import { linksOf } from '../src/preview/links.ts';
import { choicesOf, defaultScene, scenesOf, slugOf } from '../src/preview/scenes.ts';
import { transformed } from '../src/preview/transform.ts';

function options(...values: string[]): { value: string; text: string }[] {
  return values.map((value) => ({ value, text: value }));
}

const LISTS = new Map([
  ['period', options('2026Q3', '2026Q4', '2026Q2', '2026Q1')],
  ['region', options('990100', '990102', '990103')],
  ['asof', options('live', '1790000000000', '1780000000000')],
]);

function text(name: string, values: Field['values'], config: Field['config'] = {}): Field {
  return { name, type: 'text', values, config };
}

function number(name: string, values: Field['values'], config: Field['config'] = {}): Field {
  return { name, type: 'number', values, config };
}

function panel(over: Partial<PanelJson>): PanelJson {
  return { id: 1, type: 'table', title: 'A panel', gridPos: { x: 0, y: 0, w: 12, h: 9 }, ...over };
}

const LINKING = { choices: {}, resolve: (url: string): string => url };

describe('combinations that are drawn', () => {
  const base = defaultScene(LISTS);

  test('the default, two more quarters, one earlier moment', () => {
    expect(scenesOf(LISTS, []).map((scene) => slugOf(scene, base))).toEqual([
      '',
      '-2026Q4',
      '-2026Q2',
      '-1790000000000',
    ]);
  });

  test('each choice of a variable that the board names, and no page twice', () => {
    const slugs = scenesOf(LISTS, ['region']).map((scene) => slugOf(scene, base));
    expect(slugs).toContain('-990103');
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  test('constants of the board are choices too', () => {
    const web = { name: 'web', type: 'constant', query: 'http://w' };
    expect(choicesOf(base, LISTS, [web])).toMatchObject({ web: { value: 'http://w' }, period: { text: '2026Q3' } });
  });
});

describe('results as fields', () => {
  test('numbers, texts and times of our zone; a type that no panel draws is an error', () => {
    const columns = [
      { name: 'n', type: 'Nullable(Float64)' },
      { name: 'at', type: "DateTime64(3, 'Asia/Shanghai')" },
    ];
    const { fields } = frameOf('A', { columns, rows: [{ n: null, at: '2026-07-01 00:00:00.000' }] });
    expect(fields.map(({ values }) => values[0])).toEqual([null, Date.parse('2026-06-30T16:00:00Z')]);
    expect(() => frameOf('A', { columns: [{ name: 'x', type: 'DateTime' }], rows: [] })).toThrow('column x');
  });
});

describe('transformations', () => {
  const rows: Frame = {
    refId: 'A',
    fields: [text('item', ['b', 'b', 'a']), text('area', ['X', 'Y', 'Y']), text('verdict', ['met', 'missed', 'met'])],
  };
  const toMatrix = {
    id: 'groupingToMatrix',
    options: { columnField: 'area', rowField: 'item', valueField: 'verdict', emptyValue: 'empty' },
  };

  test('a grid keeps the order of the rows and leaves blank what is not held', () => {
    const [grid] = transformed([rows], [toMatrix]);
    expect(grid?.fields.map(({ name, values }) => [name, values])).toEqual([
      ['item\\area', ['b', 'a']],
      ['X', ['met', '']],
      ['Y', ['missed', 'met']],
    ]);
  });

  const config = {
    id: 'configFromData',
    options: {
      configRefId: 'limit',
      mappings: [
        { fieldName: 'limit', handlerKey: 'threshold1' },
        { fieldName: 'top', handlerKey: 'max' },
      ],
    },
  };
  const values: Frame = { refId: 'A', fields: [text('q', ['1']), number('v', [5])] };

  test('a limit from a query becomes the threshold of the numbers, its query is not drawn', () => {
    const limit: Frame = { refId: 'limit', fields: [number('limit', [25]), number('top', [60])] };
    const frames = transformed([values, limit], [config]);
    expect(frames.map(({ refId }) => refId)).toEqual(['A']);
    expect(frames[0]?.fields[1]?.config).toMatchObject({ max: 60, thresholds: { steps: [{}, { value: 25 }] } });
  });

  test('no limit: no threshold', () => {
    const limit: Frame = { refId: 'limit', fields: [number('limit', [null]), number('top', [null])] };
    expect(transformed([values, limit], [config])[0]?.fields[1]?.config).toEqual({});
  });

  test('one that is not known here is an error', () => {
    expect(() => transformed([rows], [{ id: 'organize', options: {} }])).toThrow('organize');
  });
});

describe('how a value is written', () => {
  const mapping = { type: 'value', options: { met: { text: '✓ met', color: '#0f0' } } } as const;
  const pattern = {
    type: 'regex',
    options: { pattern: '^met~.*$', result: { text: '✓ met', color: '#0f0' } },
  } as const;

  test.each([
    ['its mapping', 'met', text('v', [], { mappings: [mapping] }), { text: '✓ met', color: '#0f0' }],
    ['its pattern', 'met~a~1~2026Q3', text('v', [], { mappings: [pattern] }), { text: '✓ met', color: '#0f0' }],
    ['another than its pattern', 'unmet~a', text('v', [], { mappings: [pattern] }), { text: 'unmet~a', color: null }],
    ['none', null, number('v', [], { noValue: 'no data' }), { text: 'no data', color: null }],
    ['nought is a number', 0, number('v', [], { noValue: 'no data' }), { text: '0', color: null }],
    ['a share', 37.5, number('v', [], { unit: 'percent' }), { text: '37.5%', color: null }],
  ] as const)('%s', (_name, value, field, expected) => {
    expect(shown(value, field)).toEqual(expected);
  });

  test('a unit that is not known here is an error', () => {
    expect(() => shown(1, number('v', [], { unit: 'kg' }))).toThrow('kg');
  });

  test('overrides by name win over the defaults', () => {
    const fieldConfig = {
      defaults: { unit: 'none' },
      overrides: [{ matcher: { id: 'byName', options: 'v' }, properties: [{ id: 'unit', value: 'percent' }] }],
    };
    const { fields } = withConfig({ refId: 'A', fields: [number('v', [1]), number('w', [1])] }, panel({ fieldConfig }));
    expect(fields.map(({ config }) => config.unit)).toEqual(['percent', 'none']);
  });
});

describe('panels', () => {
  const frame: Frame = {
    refId: 'A',
    fields: [text('area', ['X'], {}), number('code', [7], { custom: { hidden: true } })],
  };

  test('without a row nothing is drawn, and a type that boards do not use is an error', () => {
    const none: Frame = { refId: 'A', fields: [text('area', [])] };
    const content = { panel: panel({}), marks: [], linking: LINKING };
    expect(draw({ ...content, frames: [none] })).toBeNull();
    expect(() => draw({ ...content, panel: panel({ type: 'news' }), frames: [frame] })).toThrow('news');
  });

  test('a hidden column is not shown, its value still leads on', () => {
    const fieldConfig = {
      defaults: { links: [{ title: 'events', url: '/x?region=${__data.fields["code"]}' }] },
      overrides: [],
    };
    const drawn = draw({ panel: panel({ fieldConfig }), frames: [frame], marks: [], linking: LINKING });
    expect(drawn?.text).toContain('/x?region=7');
    expect(drawn?.text).not.toContain('>7<');
  });

  test('lines over time carry what happened meanwhile, and their figures stand below', () => {
    const moments = [1_790_000_000_000, 1_790_100_000_000];
    const time: Field = { name: 'at', type: 'time', values: moments, config: {} };
    const marks = [
      { annotation: { name: 'Alerts', iconColor: '#c4314b' }, moments: [{ at: 1_790_050_000_000, text: 'fired' }] },
    ];
    const drawn = draw({
      panel: panel({ type: 'timeseries' }),
      frames: [{ refId: 'A', fields: [time, number('value', [12, 14])] }],
      marks,
      linking: LINKING,
    });
    expect(drawn?.text).toMatch(/<svg[^]*#c4314b[^]*<\/svg>[^]*2026-09-21[^]*14/);
  });

  test('a link to a page that was not made is none', () => {
    const links = [{ title: 'board', url: '/d/nowhere' }];
    expect(linksOf(links, { choices: {}, resolve: () => null, frame, row: 0 })).toEqual([]);
  });

  test('what data say cannot become markup', () => {
    const evil: Frame = { refId: 'A', fields: [text('area', ['<script>alert(1)</script>'])] };
    expect(draw({ panel: panel({}), frames: [evil], marks: [], linking: LINKING })?.text).not.toContain('<script>');
    const chart = panel({ type: 'barchart', title: '"><script>' });
    const bars: Frame = { refId: 'A', fields: [text('area', ['<script>x</script>']), number('v', [1])] };
    expect(draw({ panel: chart, frames: [bars], marks: [], linking: LINKING })?.text).not.toContain('<script>');
  });
});

describe('the command', () => {
  const main = fileURLToPath(new URL('../src/preview/main.ts', import.meta.url));
  const run = (...args: string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

  test.each([
    ['a language that there is not', ['--lang', 'fr'], '--lang: zh or en, not fr'],
    ['a folder without a store', ['--data', '/nowhere/at/all'], '--data: /nowhere/at/all holds no store'],
    ['an option that there is not', ['--colour'], '--colour'],
  ])('%s: exit 2 and why', (_name, args, reason) => {
    const { status, stderr } = run(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(reason)]);
  });
});
