/** Bytes as text: by BOM, else UTF-8 where the bytes are valid UTF-8, else GB18030. Throws a RangeError where nothing fits. */
export function decodeText(bytes: Uint8Array, encoding: 'auto' | 'utf-8' | 'gb18030'): string {
  if (encoding !== 'auto') return decode(bytes, encoding);
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]))
    throw new RangeError('encoding: UTF-16 is not read; save the file as UTF-8 or GB18030');
  try {
    return decode(bytes, 'utf-8');
  } catch {
    return decode(bytes, 'gb18030');
  }
}

/** A BOM is dropped; a byte that does not belong to the encoding throws. */
function decode(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new RangeError(`encoding: the file is not ${encoding}`, { cause: error });
  }
}

function startsWith(bytes: Uint8Array, head: number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}
