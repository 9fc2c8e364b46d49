import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyCompleteness, INDICATORS, type Cell } from '@duqing/catalogue';
import type { BulletinRow } from '@duqing/warehouse';
import { z } from 'zod';
import { sha256 } from './core/bundle.ts';
import type { HeldEdition } from './core/diff.ts';
import { verifyBundle } from './verify.ts';

const figuresSchema = z.object({
  areas: z.array(z.object({ code: z.string(), name: z.object({ zh: z.string(), en: z.string() }) })),
  figures: z.array(z.looseObject({ indicator: z.string(), region: z.string(), period: z.string() })),
});
const manifestSchema = z.object({
  catalogue: z.object({ definitions: z.record(z.string(), z.string()).optional() }),
});
const saidSchema = z.array(
  z.object({
    indicator: z.string(),
    region: z.string(),
    period: z.string(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    value: z.union([z.number(), z.boolean()]).nullable(),
    verdict: z.string(),
  }),
);

/** A sealed edition from its bundle, where that lies as it was sealed; else what its row holds. */
export async function heldEdition(row: BulletinRow): Promise<HeldEdition> {
  const { quarter, edition, as_of: asOf } = row;
  const common = { quarter, edition, asOf };
  const manifest = await readFile(join(row.path, 'manifest.json'), 'utf8').catch(() => null);
  const isWhole = manifest !== null && sha256(manifest) === row.bundle_id && (await verifyBundle(row.path)).ok;
  if (!isWhole) return { ...common, ...rowOnly(row) };
  const { areas, figures } = figuresSchema.parse(JSON.parse(await readFile(join(row.path, 'figures.json'), 'utf8')));
  const { definitions = null } = manifestSchema.parse(JSON.parse(manifest)).catalogue;
  // verified by its hash: what it holds is what this program wrote, save that a verdict that is kept back is written as none
  const cells = (figures as unknown as Cell[]).map((cell) =>
    cell.withheld ? { ...cell, verdict: 'information' as const } : cell,
  );
  return { ...common, areas, cells, definitions };
}

const UNITS = new Map(INDICATORS.map(({ id, columns }) => [id, columns.unit]));

function rowOnly({ cells }: BulletinRow): Pick<HeldEdition, 'cells' | 'areas' | 'definitions'> {
  const said = saidSchema.parse(JSON.parse(cells));
  const blank = {
    target: null,
    reason: null,
    evidence: null,
    distance: null,
    note: null,
    flags: [],
    published: null,
    completeness: emptyCompleteness(),
  };
  const full = said.map((cell) => ({ ...blank, ...cell, unit: UNITS.get(cell.indicator) ?? '' }) as unknown as Cell);
  return { cells: full, areas: [], definitions: null };
}
