import { alertId } from '@duqing/duty';
import { afterEach, expect, test } from 'vitest';
import { alert, cell, readerOf, serve, type Served } from './fixture.ts';

let web: Served | undefined;
afterEach(async () => web?.close());

const told = alert({ text: { zh: '达标差2起', en: '2 short' } });
const { indicator, region, period } = told;

async function pageOf(view = told, held = [cell()]): Promise<string> {
  web = await serve(readerOf({ held, alerts: async () => [view] }));
  return (await web.get(`/alerts/${alertId(view.key)}?lang=en`)).text;
}

test('beside what was told stands the figure as it is now', async () => {
  const now = cell({
    indicator: indicator ?? '',
    region,
    period: period ?? '',
    verdict: 'met',
    numerator: 30,
    denominator: 90,
    value: 33.3,
  });
  const page = await pageOf(told, [now]);
  expect(page.replace(/[\s\S]*<main/, '')).toContain('2 short');
  expect(page).toMatch(/Figure now[\s\S]{0,200}33\.3[\s\S]{0,200}30\/90[\s\S]{0,200}met/);
});

test('a figure that is not there any more is none, not a zero', async () => {
  expect(await pageOf(told, [])).not.toContain('Figure now');
});

test('a week’s count and a silent source have no such figure', async () => {
  expect(await pageOf(alert({ kind: 'source-silent', indicator: null, period: null }))).not.toContain('Figure now');
});
