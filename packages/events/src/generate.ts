import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { documents } from './documents.ts';

const folder = new URL('../generated/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
for (const [path, text] of documents()) {
  const file = new URL(path, folder);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, text);
}
