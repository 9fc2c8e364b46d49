import { strToU8, unzipSync, Zip, ZipDeflate, zipSync } from 'fflate';

/** The archive's first day: fflate writes local time, so it is made from local parts and reads alike in every zone. */
const FIRST_DAY = new Date(1980, 0, 1);

/** An archive with the same entries in the same order, without the clock; `changed` gives an entry's new text or leaves it. */
export function steadyZip(
  archive: Uint8Array,
  changed: Readonly<Record<string, (text: string) => string>> = {},
): Buffer {
  const entries = Object.entries(unzipSync(archive)).map(([name, content]) => {
    const change = changed[name];
    return [name, change ? strToU8(change(Buffer.from(content).toString('utf8'))) : content] as const;
  });
  return Buffer.from(zipSync(Object.fromEntries(entries), { mtime: FIRST_DAY, level: 6 }));
}

/** An archive as it is made, chunk by chunk: no entry is ever held whole. The same entries give the same bytes. */
export function* zipped(
  entries: Iterable<readonly [name: string, chunks: Iterable<Uint8Array>]>,
): Iterable<Uint8Array> {
  const made: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  for (const [name, chunks] of entries) {
    const entry = new ZipDeflate(name, { level: 6 });
    entry.mtime = FIRST_DAY;
    archive.add(entry);
    for (const chunk of chunks) {
      entry.push(chunk);
      yield* made.splice(0);
    }
    entry.push(new Uint8Array(0), true);
  }
  archive.end();
  yield* made.splice(0);
}
