import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { chunksOf, type Content } from './core/content.ts';
import { BulletinRefused } from './core/edition.ts';

export const SIGNATURE = 'signature.json';

const signatureSchema = z.strictObject({
  algorithm: z.literal('ed25519'),
  publicKey: z.string(),
  signature: z.string(),
});

/** The signature file of a manifest, the same for the same manifest and key. `key` is a PEM; throws a BulletinRefused where it is no ed25519 private key. */
export function signatureOf(manifest: string | Buffer, key: string): string {
  const secret = keyOf(key, createPrivateKey, 'sign');
  const publicKey = createPublicKey(secret).export({ type: 'spki', format: 'pem' }).toString();
  const signature = sign(null, Buffer.from(manifest), secret).toString('base64');
  return `${JSON.stringify({ algorithm: 'ed25519', publicKey, signature }, null, 2)}\n`;
}

/** A bundle's files with its manifest's signature; without a key as they are. */
export function signedFiles(
  files: ReadonlyMap<string, Content>,
  key: string | undefined,
): ReadonlyMap<string, Content> {
  if (key === undefined) return files;
  return new Map([
    ...files,
    [SIGNATURE, signatureOf(Buffer.concat([...chunksOf(files.get('manifest.json') ?? '')]), key)],
  ]);
}

/**
 * What is wrong with a signature file. Without `key` (a PEM) it is only held against the key that it names itself, which shows that
 * nothing was altered, not who signed. Throws a BulletinRefused where `key` is no ed25519 public key.
 */
export function signatureFaults(
  { manifest, signature }: { manifest: Buffer; signature: string | null },
  key: string | undefined,
): string[] {
  const expected = key === undefined ? undefined : keyOf(key, createPublicKey, 'key');
  if (signature === null) return expected ? [`${SIGNATURE}: missing`] : [];
  const read = parsed(signature);
  if (!read) return [`${SIGNATURE}: not a signature`];
  if (!verify(null, manifest, read.key, read.signature)) return [`${SIGNATURE}: does not fit the manifest`];
  return expected && !read.key.equals(expected) ? [`${SIGNATURE}: made with another key`] : [];
}

function parsed(text: string): { key: KeyObject; signature: Buffer } | null {
  try {
    const { publicKey, signature } = signatureSchema.parse(JSON.parse(text));
    return { key: keyOf(publicKey, createPublicKey, SIGNATURE), signature: Buffer.from(signature, 'base64') };
  } catch {
    return null;
  }
}

function keyOf(pem: string, read: (pem: string) => KeyObject, what: string): KeyObject {
  try {
    const key = read(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // said below: what the library says of a key may repeat parts of it
  }
  throw new BulletinRefused(`${what}: not an ed25519 ${what === 'sign' ? 'private' : 'public'} key in PEM`);
}
