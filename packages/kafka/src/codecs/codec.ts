/** What kafkajs asks of a codec; `encoder.buffer` is the record batch. */
export interface Codec {
  compress(encoder: { buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

/** A record batch that unpacks to more is refused: a few bytes must not be able to fill the memory. */
export const largestBatch = 64 * 1024 * 1024;

/** Throws where a batch announces more than `largestBatch` bytes. */
export function refuseOver(bytes: number, codec: string): void {
  if (bytes > largestBatch) throw new Error(`${codec} batch unpacks to over ${largestBatch} bytes: refused`);
}
