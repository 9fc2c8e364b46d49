import { shanghai } from '@duqing/calendar';
import { createHash } from 'node:crypto';
import type { Indicator } from '@duqing/catalogue';
import { buildOutline, isSimulated } from './build.ts';
import { runChecks } from './checks.ts';
import { measured, type Content } from './content.ts';
import { figuresCsv, figuresJson } from './figures.ts';
import { renderDocx } from '../forms/docx.ts';
import { renderPdf } from '../forms/pdf.ts';
import { figuresXlsx } from '../forms/xlsx.ts';
import { renderHtml } from './render-html.ts';
import type { BulletinInput, Outline } from './types.ts';

export const FORMAT = 'duqing-bulletin/1';

/** Which version of one part of the configuration was known at the cut-off. */
export interface PartVersion {
  part: string;
  validFrom: string;
  recordedAt: string | null;
  source: string;
  sha256: string;
}

export interface Bundle {
  /** SHA-256 of the manifest */
  id: string;
  /** name → content, the manifest last */
  files: ReadonlyMap<string, Content>;
}

export interface Making {
  /** id of the deployment */
  deployment: string;
  versions: readonly PartVersion[];
  /** which code made it, such as a commit's id; never worked out from the clock or the machine */
  revision?: string;
  /** null = made by command alone, without a review */
  posts?: Posts | null;
}

/** Posts, never people, that answer for an edition. */
export interface Posts {
  written: string[];
  reviewed: string;
  sealed: string;
}

/** A check of a bulletin that did not hold; nothing is written. */
class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** The bundle's files. The same input and configuration give the same bytes: no clock, no random ids. Throws a CheckFailed. */
export async function makeBundle(input: BulletinInput, making: Making): Promise<Bundle> {
  const outline = buildOutline(input);
  const page = renderHtml(outline);
  const checks = runChecks(input, { outline, page });
  const failed = checks.filter(({ faults }) => faults.length > 0);
  if (failed.length > 0)
    throw new CheckFailed(failed.map(({ name, faults }) => `${name}: ${faults.slice(0, 5).join(', ')}`).join('; '));
  const files = new Map<string, Content>([['bulletin.html', page]]);
  for (const [name, make] of Object.entries(FORMS)) files.set(name, await make(input, outline));
  if (input.narrative !== undefined) files.set('narrative.md', input.narrative);
  const { quarter, edition, audience, lang, asOf, catalogue } = input;
  const head = {
    title: outline.title,
    quarter,
    edition,
    audience,
    lang,
    asOf: shanghai(asOf),
    simulated: isSimulated(input),
    ...(input.disclosure && { disclosure: input.disclosure }),
    catalogue: {
      sha256: catalogueHash(catalogue),
      indicators: catalogue.length,
      definitions: definitionsOf(catalogue),
    },
    checks: checks.map(({ name }) => ({ name, ok: true })),
  };
  return sealedFiles(files, { head, making });
}

/** The forms beside the page, by the names of their files. */
export const FORMS: Readonly<Record<string, (input: BulletinInput, outline: Outline) => Content | Promise<Content>>> = {
  'bulletin.pdf': ({ asOf }, outline) => renderPdf(outline, asOf),
  'bulletin.docx': async ({ asOf }, outline) => renderDocx(outline, asOf),
  'figures.json': figuresJson,
  'figures.csv': figuresCsv,
  'figures.xlsx': figuresXlsx,
};

/** The files with their manifest, the last of them: hashes of all, what made them and who answers for them. */
export function sealedFiles(
  files: ReadonlyMap<string, Content>,
  { head, making }: { head: object; making: Making },
): Bundle {
  const { deployment, versions, revision = 'unknown', posts = null } = making;
  const manifest = {
    format: FORMAT,
    ...head,
    deployment: { id: deployment, versions },
    code: { revision },
    posts,
    files: [...files].map(([name, content]) => ({ name, ...measured(content) })),
  };
  const sealed = { ...manifest, self: sha256(JSON.stringify(manifest)) };
  const text = `${JSON.stringify(sealed, null, 2)}\n`;
  return { id: sha256(text), files: new Map([...files, ['manifest.json', text]]) };
}

/** Each item's id with a hash of its definition. */
export function definitionsOf(catalogue: readonly Indicator[]): Record<string, string> {
  return Object.fromEntries(catalogue.map((item) => [item.id, sha256(JSON.stringify(item)).slice(0, 16)]));
}

/** Changes whenever an indicator's definition, rule or name does. */
function catalogueHash(catalogue: readonly Indicator[]): string {
  return sha256(JSON.stringify(catalogue));
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
