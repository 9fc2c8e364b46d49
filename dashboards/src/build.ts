import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.ts';

const FOLDER = new URL('../generated/', import.meta.url);

const files = generate();
rmSync(FOLDER, { recursive: true, force: true });
for (const [name, text] of files) {
  const path = fileURLToPath(new URL(name, FOLDER));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
process.stdout.write(`${files.size} files in dashboards/generated\n`);
