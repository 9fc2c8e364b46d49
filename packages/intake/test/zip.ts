import { crc32, deflateRawSync } from 'node:zlib';

type Part = string | { packed: Uint8Array; size: number };

/** An archive of texts, or of packed bytes with a size of their own telling. */
export function zipOf(parts: Record<string, Part>): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, part] of Object.entries(parts)) {
    const text = typeof part === 'string' ? Buffer.from(part) : null;
    const packed = typeof part === 'string' ? deflateRawSync(Buffer.from(part)) : part.packed;
    const size = typeof part === 'string' ? Buffer.byteLength(part) : part.size;
    const fields = fieldsOf({ crc: text === null ? 0 : crc32(text), packed: packed.length, size, name: name.length });
    const local = Buffer.concat([bytes(4, 0x04034b50), fields, bytes(2, 0), Buffer.from(name), packed]);
    locals.push(local);
    const places = Buffer.concat([bytes(2, 0), bytes(2, 0), bytes(2, 0), bytes(2, 0), bytes(4, 0), bytes(4, offset)]);
    central.push(Buffer.concat([bytes(4, 0x02014b50), bytes(2, 20), fields, places, Buffer.from(name)]));
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const count = Object.keys(parts).length;
  const end = Buffer.concat([
    bytes(4, 0x06054b50),
    bytes(2, 0),
    bytes(2, 0),
    bytes(2, count),
    bytes(2, count),
    bytes(4, directory.length),
    bytes(4, offset),
    bytes(2, 0),
  ]);
  return Buffer.concat([...locals, directory, end]);
}

function fieldsOf({ crc, packed, size, name }: { crc: number; packed: number; size: number; name: number }): Buffer {
  return Buffer.concat([
    bytes(2, 20),
    bytes(2, 0),
    bytes(2, 8),
    bytes(4, 0),
    bytes(4, crc),
    bytes(4, packed),
    bytes(4, size),
    bytes(2, name),
  ]);
}

function bytes(length: 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(length);
  if (length === 2) buffer.writeUInt16LE(value);
  else buffer.writeUInt32LE(value >>> 0);
  return buffer;
}
