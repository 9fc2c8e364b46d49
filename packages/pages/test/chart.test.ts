import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { chartSvg, type Chart } from '../src/index.ts';

const CHART: Chart = {
  id: 'it-share',
  title: '信息化破案占比',
  description: '2026年第三季度 26.0%，目标 > 25%',
  categories: ['2026Q1', '2026Q2', '2026Q3'],
  series: [{ name: '占比', kind: 'line', values: [24, null, 26] }],
  target: { value: 25, label: '> 25%' },
  unit: '%',
};

test('a chart is the same however often and after whatever it is drawn', () => {
  const first = chartSvg(CHART).text;
  chartSvg({ ...CHART, id: 'other', series: [{ name: '起数', kind: 'bar', values: [1, 2, 3] }] });
  expect(chartSvg(CHART).text).toBe(first);
});

test('a chart is the same in another process and zone', () => {
  const module = new URL('../src/index.ts', import.meta.url).href;
  const script = `import { chartSvg } from ${JSON.stringify(module)}; process.stdout.write(chartSvg(${JSON.stringify(CHART)}).text);`;
  const [one, two] = ['UTC', 'Asia/Shanghai'].map((TZ) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  );
  expect(one).toBe(two);
  expect(one).toBe(chartSvg(CHART).text);
});

test('a chart says in words what it shows, marks its limit and needs no style of its own', () => {
  const { text } = chartSvg(CHART);
  expect(text).toContain('<title id="it-share-t">信息化破案占比</title>');
  expect(text).toContain('<desc id="it-share-d">2026年第三季度 26.0%，目标 &gt; 25%</desc>');
  expect(text).toMatch(/stroke-dasharray/);
  expect(text).toContain('&gt; 25%</text>');
  expect(text).not.toMatch(/ style=|<style|class="zr/);
});

test('what is not known is a gap, not a zero', () => {
  const labels = [...chartSvg(CHART).text.matchAll(/<text[^>]*>(\d+)<\/text>/g)].map(([, label]) => label);
  expect(labels.filter((label) => label === '24' || label === '26')).toHaveLength(2);
});

test('hostile names stay text', () => {
  const { text } = chartSvg({
    ...CHART,
    title: '</title><script>',
    series: [{ name: '<i>', kind: 'bar', values: [1, 2, 3] }],
  });
  expect(text).not.toMatch(/<script|<i>/);
});
