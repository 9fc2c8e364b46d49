import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { BulletinRow } from '@duqing/warehouse';
import type { Answer } from './answer.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.pdf': 'application/pdf',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
};

/** A bundle's page is whole by itself: its own styles and pictures, in a sandbox, and nothing else. */
const SANDBOX =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox; frame-ancestors 'none'";

/** Names of the plain files of a bundle, sorted; null where its folder is not on this machine. Links and folders are left out. */
export async function bundleFiles({ path }: Pick<BulletinRow, 'path'>): Promise<string[] | null> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
  } catch {
    return null;
  }
}

/** One file of a bundle, by a name that its folder lists; null where it lists none such. */
export async function bundleFile(row: Pick<BulletinRow, 'path'>, name: string): Promise<Answer | null> {
  const names = (await bundleFiles(row)) ?? [];
  if (!names.includes(name)) return null;
  return fileAnswer(name, await readFile(join(row.path, name)));
}

/** A file of a bundle or a draft, shown where a browser can and saved otherwise; a page stays in its sandbox. */
export function fileAnswer(name: string, body: Uint8Array): Answer {
  const type = TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
  const shown = ['.html', '.pdf', '.json', '.md', '.txt', '.png'].includes(extname(name).toLowerCase());
  return {
    status: 200,
    type,
    body,
    headers: {
      'content-security-policy': SANDBOX,
      ...(!shown && { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` }),
    },
  };
}
