import { describe, expect, test } from 'vitest';
import { buildOutline } from '../src/core/build.ts';
import { makeBundle } from '../src/core/bundle.ts';
import { fileText, inputOf, textOf } from './support.ts';

const INPUT = await inputOf();
const ID = `${INPUT.city.code}/it-solved-share/2026Q3`;

function outlineOf(narrative: string) {
  return buildOutline({ ...INPUT, narrative });
}

describe('what a writer adds', () => {
  test('stands at the end of its section, its figures filled from the cells', () => {
    const { blocks } = outlineOf(
      `## enforcement\n破案占比为 {{${ID}}}，环比{{ ${ID}:change }}。\n- 加强协作\n- <b>巩固</b>\n`,
    );
    const at = blocks.findIndex((block) => block.kind === 'heading' && block.id === 'indicators');
    expect(blocks.slice(at - 2, at)).toEqual([
      { kind: 'paragraph', text: '破案占比为 31.1%，环比−2.3个百分点。' },
      { kind: 'list', items: ['加强协作', '<b>巩固</b>'] },
    ]);
  });

  test('is part of the bundle, so that it is made again with it', async () => {
    const narrative = `## summary\n占比 {{${ID}}}，<script>平稳</script>。\n`;
    const { files } = await makeBundle({ ...INPUT, narrative }, { deployment: 'demo', versions: [] });
    const page = fileText({ files }, 'bulletin.html');
    expect(textOf(page)).toContain('占比 31.1%，<script>平稳</script>。');
    expect(page).not.toContain('<script>');
    expect(fileText({ files }, 'narrative.md')).toBe(narrative);
    expect(JSON.parse(fileText({ files }, 'manifest.json')).files.map(({ name }: { name: string }) => name)).toContain(
      'narrative.md',
    );
  });

  test.each([
    ['a figure by hand', '## summary\n\n占比 31.1%。', /line 3: “31\.1” is written by hand/],
    ['a figure in Chinese numerals', '## summary\n破获三十起。', /line 2: “三十起” is written by hand/],
    ['a full-width figure', '## summary\n破获３起。', /line 2: “３” is written by hand/],
    [
      'a figure that is none',
      '## summary\n{{990100/none/2026Q3}}',
      /line 2: \{\{990100\/none\/2026Q3\}\} is no figure/,
    ],
    ['an open brace', '## summary\n{{990100', /line 2: /],
    ['an unknown section', '## other\n', /line 1: no section other/],
    ['text without a section', '平稳。', /line 1: text before the first/],
  ])('is refused for %s', (_, narrative, message) => {
    expect(() => outlineOf(narrative)).toThrow(message);
  });
});
