import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell } from '@duqing/catalogue';
import { describe, expect, test } from 'vitest';
import { buildOutline } from '../src/core/build.ts';
import { correctionsOf } from '../src/core/desk/corrections.ts';
import { noticeOutline } from '../src/core/desk/notice.ts';
import type { Outline } from '../src/core/types.ts';
import { renderPdf } from '../src/forms/pdf.ts';
import { inputOf, NOW } from './support.ts';
import { validated, validatorMissing } from './verapdf/validate.ts';

const missing = validatorMissing();
const isSkipped = missing !== null && process.env['CI'] !== 'true';

describe.skipIf(isSkipped)(`PDF/UA-1${isSkipped ? `, skipped: ${missing}` : ''}`, () => {
  test('veraPDF finds nothing in a bulletin, an edition where nothing is reported, a correction notice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'duqing-pdf-ua-'));
    try {
      const said = await inputOf({ lang: 'en' });
      const outlines = [buildOutline(await inputOf()), buildOutline({ ...said, ...NOTHING }), await notice()];
      const files = outlines.map((_, index) => join(folder, `${index}.pdf`));
      for (const [index, outline] of outlines.entries()) await writeFile(files[index] ?? '', renderPdf(outline, NOW));
      const verdicts = await validated(files);
      expect(verdicts).toEqual(outlines.map(() => ({ compliant: true, checks: expect.any(Number), broken: [] })));
      expect(Math.min(...verdicts.map(({ checks }) => checks))).toBeGreaterThan(5_000);
      // and it would find something: a document that says that it is not titled
      const bytes = await readFile(files[0] ?? '', 'latin1');
      await writeFile(files[0] ?? '', bytes.replace('/DisplayDocTitle true', '/DisplayDocTitle null'), 'latin1');
      expect(await validated(files.slice(0, 1))).toMatchObject([
        { compliant: false, broken: [expect.stringContaining('DisplayDocTitle')] },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 300_000);
});

const NOTHING = { cells: [], previousCells: [], yearBeforeCells: [], history: [], bySubstance: undefined } as const;

async function notice(): Promise<Outline> {
  const given = await inputOf();
  const closed = (verdict: Cell['verdict']) =>
    given.cells.map((cell) =>
      cell.indicator === 'it-solved-share' ? { ...cell, stage: 'final' as const, verdict } : cell,
    );
  const said = { ...given, cells: closed('met') };
  const found = correctionsOf(said, { cells: closed('missed'), previousCells: given.previousCells });
  return noticeOutline({ said, editionId: 'e', number: 1, asOf: NOW, found, reasons: new Map(), isDraft: true });
}
