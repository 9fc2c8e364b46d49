import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { chunksOf, measured, type Content } from './core/content.ts';
import { BulletinRefused } from './core/edition.ts';
import { fileHash } from './file-hash.ts';

/**
 * Writes all files into `dir` or none: they are written beside it and moved there at once. `dir` may be absent, empty, or hold these
 * very files already; anything else in it is left as it is and a BulletinRefused is thrown, for an edition that was issued never changes.
 * True where it was written anew.
 */
export async function writeBundle(dir: string, files: ReadonlyMap<string, Content>): Promise<boolean> {
  const target = resolve(dir);
  const present = await readdir(target).catch((error: NodeJS.ErrnoException) => absent(error, target));
  if (present.length > 0) return sameOrRefuse(target, { present, files });
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  // mkdtemp makes it for its owner alone; a bulletin is for others to read
  await chmod(draft, 0o755);
  try {
    for (const [name, content] of files) await writeFile(join(draft, name), chunksOf(content));
    await rename(draft, target);
    return true;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

function absent(error: NodeJS.ErrnoException, target: string): string[] {
  if (error.code === 'ENOENT') return [];
  if (error.code === 'ENOTDIR') throw new BulletinRefused(`out: ${target} is a file`);
  throw error;
}

async function sameOrRefuse(
  target: string,
  { present, files }: { present: readonly string[]; files: ReadonlyMap<string, Content> },
): Promise<false> {
  let isSame = present.length === files.size;
  for (const name of present) {
    const made = files.get(name);
    isSame &&= made !== undefined && (await fileHash(join(target, name))) === measured(made).sha256;
  }
  if (!isSame) throw new BulletinRefused(`out: ${target} holds something else; choose a folder that is empty or new`);
  return false;
}
