import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueBulletin } from '@duqing/bulletin';
import { loadDeployment } from '@duqing/runtime';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { migrate, openStore, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';

const deployment = await loadDeployment('demo');
const AS_OF = Date.parse('2026-10-20T08:00:00+08:00');
const clock = (): number => AS_OF;
let base: string;
let store: Store;
let standalone: Standalone;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'duqing-nothing-'));
  store = await openStore({ kind: 'embedded', path: join(base, 'store') });
  await migrate(store);
  standalone = openStandalone({ store, deployment, clock, replay: true });
  await standalone.settle('replay');
}, 120_000);
afterAll(async () => {
  await store.close();
  await rm(base, { recursive: true });
});

/** What an edition of a city from which nobody has sent anything says, line by line of its page. */
async function said(audience: string, lang: 'zh' | 'en'): Promise<string> {
  const { reader } = standalone;
  const part = { quarter: '2026Q3', edition: 'provisional', audience, lang, asOf: AS_OF, out: base } as const;
  const { folder } = await issueBulletin({ reader, store, deployment, clock, ...part });
  const page = await readFile(join(folder, 'bulletin.html'), 'utf8');
  expect(page).not.toContain('<svg');
  return page
    .replace(/<style[^]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** Whatever would read as good news where nothing is known. */
const GOOD = {
  zh: /没有迟报|均未发生|没有超过警戒限|齐全|均已确认完整|均已收到|没有判定为不达标的项目。|内部测算不达标 0 条|没有未解除的预警。|没有按重量登记的缴获。/,
  en: /came late|None of the \d+ veto|above its limit|Nothing is missing|Every return|No item is judged as missed in this quarter\.|our own count 0|stood at the cut-off\.|Nothing was seized/,
};

test.each([
  ['internal', '云麓市'],
  ['public', '云麓市'],
  ['county:990127', '远山县'],
])(
  'nothing was reported: the edition (%s) says so first, and nothing in it reads as good news',
  async (audience, area) => {
    const text = await said(audience, 'zh');
    const first = `没有收到${area}本季度的任何报表，也没有任何一路数据确认完整：本期反映的是数据缺报，不是毒情。`;
    expect(text.indexOf(first)).toBeGreaterThan(0);
    expect(text.indexOf(first)).toBeLessThan(text.indexOf('有目标的指标共'));
    expect(text).toMatch(/有 \d 项一票否决指标尚无法判定，不能视为未发生。/);
    expect(text).toContain('不作图；没有图不表示没有发生。');
    expect(text).toContain('没有收到各地的任何报表。');
    expect(text).toMatch(/数据未确认完整的地区：.*；其未发生不作零计。/);
    expect(GOOD.zh.exec(text)?.[0]).toBeUndefined();
  },
);

test('the house is told that silence of alerts and of early warning is no all-clear', async () => {
  const text = await said('internal', 'zh');
  expect(text).toMatch(/没有未解除的预警；有 \d+ 项指标因缺少数据无法评估，对这些指标，没有预警不等于正常。/);
  expect(text).toContain('本季度有无异常无法判断；没有提示不等于正常。');
  const county = await said('county:990127', 'zh');
  expect(county).toMatch(/内部测算不达标条数尚不能确定，在 0–\d+ 条之间/);
  expect(county).toContain('本季度没有一项可以判定，有无不达标尚不清楚。');
});

test.each(['internal', 'public', 'county:990127'])('the same in English (%s)', async (audience) => {
  const text = await said(audience, 'en');
  const first = 'this edition tells of missing data, not of the drug situation.';
  expect(text.indexOf(first)).toBeGreaterThan(0);
  expect(text.indexOf(first)).toBeLessThan(text.indexOf('with a target'));
  expect(text).toContain('nothing is drawn; that does not mean that nothing happened.');
  expect(text).toContain('No return of any area was received.');
  expect(GOOD.en.exec(text)?.[0]).toBeUndefined();
});
