import { strToU8, unzipSync, zipSync } from 'fflate';

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
