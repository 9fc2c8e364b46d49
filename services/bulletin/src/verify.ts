import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FORMAT, sha256 } from './core/bundle.ts';
import { fileHash } from './file-hash.ts';
import { SIGNATURE, signatureFaults } from './sign.ts';

const manifestSchema = z.looseObject({
  format: z.literal(FORMAT),
  self: z.string(),
  files: z.array(z.strictObject({ name: z.string().regex(/^[\w.-]+$/), bytes: z.number(), sha256: z.string() })).min(1),
});

/**
 * Whether a bundle is as it was written, offline; `faults` names each file that was altered, is missing or does not
 * belong. With `key` (the PEM of an ed25519 public key) it must be signed with that key.
 */
export async function verifyBundle(dir: string, key?: string): Promise<{ ok: boolean; faults: string[] }> {
  const faults = await faultsOf(dir, key).catch((error: Error) => [`${dir}: ${error.message}`]);
  return { ok: faults.length === 0, faults };
}

async function faultsOf(dir: string, key: string | undefined): Promise<string[]> {
  const present = await readdir(dir);
  if (!present.includes('manifest.json')) return ['manifest.json: missing'];
  const manifest = await readFile(join(dir, 'manifest.json'));
  const read = parsed(manifest.toString('utf8'));
  if (typeof read === 'string') return [`manifest.json: ${read}`];
  const { self, ...rest } = read;
  const own = sha256(JSON.stringify(rest)) === self ? [] : ['manifest.json: altered'];
  const listed = await Promise.all(read.files.map(async (file) => fileFaults(dir, file)));
  const signature = await readFile(join(dir, SIGNATURE), 'utf8').catch(() => null);
  const known = new Set(['manifest.json', SIGNATURE, ...read.files.map(({ name }) => name)]);
  const extra = present.filter((name) => !known.has(name)).map((name) => `${name}: not part of the bundle`);
  return [...own, ...listed.flat(), ...signatureFaults({ manifest, signature }, key), ...extra.sort()];
}

function parsed(text: string): z.infer<typeof manifestSchema> | string {
  try {
    const value: unknown = JSON.parse(text);
    const result = manifestSchema.safeParse(value);
    // the value itself: the order of its keys is part of what was hashed
    return result.success ? (value as z.infer<typeof manifestSchema>) : 'not a manifest of a bulletin';
  } catch {
    return 'not JSON';
  }
}

async function fileFaults(dir: string, file: { name: string; bytes: number; sha256: string }): Promise<string[]> {
  const hash = await fileHash(join(dir, file.name));
  if (hash === null) return [`${file.name}: missing`];
  return hash === file.sha256 ? [] : [`${file.name}: altered`];
}
