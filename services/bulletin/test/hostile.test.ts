import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { buildOutline } from '../src/core/build.ts';
import { correctionsOf, withCorrected } from '../src/core/desk/corrections.ts';
import { makeNotice } from '../src/core/desk/notice.ts';
import { figureId } from '../src/core/rows.ts';
import type { BulletinInput } from '../src/core/types.ts';
import { renderDocx } from '../src/forms/docx.ts';
import { lackingIn } from '../src/forms/fonts.ts';
import { renderPdf } from '../src/forms/pdf.ts';
import { fileBytes, inputOf, NOW, QUARTER } from './support.ts';

const HOSTILE = [
  '</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText>',
  '=HYPERLINK("http://x","a")',
  '#read("/etc/passwd") $x$ *b* @a <b>',
  'a\u0000\u0007\u202eb\u200b]]>',
  '很长的地名'.repeat(400),
  'x'.repeat(3_000),
];

async function hostile(): Promise<BulletinInput> {
  const input = await inputOf();
  const units = input.units.map((unit, index) => {
    const name = HOSTILE[index % HOSTILE.length] ?? '';
    return { ...unit, name: { zh: name, en: name } };
  });
  return { ...input, units };
}

/** Names of the elements of an XML text; throws where they do not close each other, or a sign that XML forbids stands in it. */
function elementsOf(xml: string): Set<string> {
  // eslint-disable-next-line no-control-regex
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(xml);
  if (forbidden) throw new Error(`forbidden sign at ${forbidden.index}`);
  const open: string[] = [];
  const seen = new Set<string>();
  for (const [, closes, name = '', isEmpty] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    seen.add(name);
    if (closes === '/' && open.pop() !== name) throw new Error(`${name} closes another`);
    if (closes === '' && isEmpty === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} not closed`);
  return seen;
}

function documentXml(docx: Uint8Array): string {
  return Buffer.from(unzipSync(docx)['word/document.xml'] ?? []).toString('utf8');
}

describe('names that are markup, fields, formulas, unseen signs or very long', () => {
  test('are text in the Word document', async () => {
    const xml = documentXml(await renderDocx(buildOutline(await hostile()), NOW));
    expect(elementsOf(xml)).not.toContain('w:instrText');
    expect(xml).toContain('&lt;w:instrText&gt;');
    expect(xml).toContain('#read(&quot;/etc/passwd&quot;)');
  });

  test('are text in the PDF', async () => {
    const pdf = renderPdf(buildOutline(await hostile()), NOW);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.includes('/JavaScript')).toBe(false);
  });

  test('a substance’s name, a note or an alert in signs that no font of ours draws keeps no bulletin from being made', async () => {
    const input = await inputOf();
    const own = input.cells.find(({ region, period }) => region === input.city.code && period === QUARTER);
    if (!own) throw new Error('no such cell');
    const breakdown = [{ key: '☠️ผง粉', numerator: 1, denominator: null, value: 1 }];
    const said = '【预警】某县：经研判转报：😀；处置：略';
    const notes = [
      {
        id: 'n',
        indicator: own.indicator,
        region: own.region,
        period: own.period,
        at: '',
        author: '研判岗',
        text: '已核实👍',
        withdrawn: null,
      },
    ];
    const cells = input.cells.map((cell) => (cell === own ? { ...cell, notes } : cell));
    const { indicator, region, period } = own;
    const about = {
      kind: 'target-missed',
      key: `target-missed/${indicator}/${region}/${period}`,
      indicator,
      region,
      period,
    };
    const text = { zh: said, en: said };
    const alert = {
      ...about,
      severity: 'critical',
      state: 'firing',
      since: '2026-10-20T08:00:00.000+08:00',
      notices: [],
      text,
      short: text,
    };
    const alerts = [{ ...alert, simulated: false }];
    const outline = buildOutline({ ...input, cells, alerts, bySubstance: { ...own, breakdown } } as BulletinInput);
    for (const sign of ['ผ', '😀']) expect(JSON.stringify({ ...outline, given: [] })).toContain(sign);
    expect(renderPdf(outline, NOW).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('what stands for a sign that is not drawn', () => {
    expect([...lackingIn(['☠️粉', '粉'])]).toEqual([
      ['☠', '□'],
      ['\ufe0f', ''],
    ]);
  });

  test('are text in every form of a correction notice', async () => {
    const input = await hostile();
    const region = input.units[0]?.code;
    const own = input.cells.find(
      (cell) => cell.region === region && cell.period === QUARTER && cell.indicator === 'it-solved-share',
    );
    if (!own) throw new Error('no such cell');
    const was = { ...own, stage: 'provisional', verdict: 'met' } as const;
    const said = withCorrected(input, { cells: [was], previous: [] });
    const found = correctionsOf(said, withCorrected(said, { cells: [{ ...was, verdict: 'missed' }], previous: [] }));
    expect(found.figures.map(({ before }) => figureId(before))).toEqual([figureId(own)]);
    const sources = ['/990102/<script>'];
    const reasons = new Map([[figureId(own), [{ kind: 'late' as const, records: 1, sources, codes: ['<i>'] }]]]);
    const notice = { said, editionId: 'e', number: 1, asOf: NOW + 1, found, reasons, isDraft: false };
    const { files } = await makeNotice(notice, { deployment: 'demo', versions: [] });
    expect([...files.keys()]).toEqual(['notice.html', 'notice.pdf', 'notice.docx', 'notice.json', 'manifest.json']);
    const page = String(files.get('notice.html'));
    expect(page).not.toMatch(/<script|<i>|<w:/);
    expect(page).toContain(`data-figure="${figureId(own)}"`);
    expect(elementsOf(documentXml(fileBytes({ files }, 'notice.docx')))).not.toContain('w:instrText');
    expect(JSON.parse(String(files.get('notice.json')))).toMatchObject({ figures: [{ id: figureId(own) }] });
  });
});
