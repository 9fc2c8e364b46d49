import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** `dq_ID_SECRET`: the id is no secret (it names the token in lists and logs), the secret has 256 random bits. */
const TOKEN = /^dq_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface NewToken {
  id: string;
  /** shown once, kept nowhere */
  token: string;
  hash: string;
}

export function newToken(): NewToken {
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, token: `dq_${id}_${secret}`, hash: hashOf(secret) };
}

/** Id and hash of the secret; null where the text is no token. */
export function partsOf(token: string): { id: string; hash: string } | null {
  const [, id, secret] = TOKEN.exec(token) ?? [];
  return id === undefined || secret === undefined ? null : { id, hash: hashOf(secret) };
}

/** A random secret of 256 bits needs no salt and no slow hash: it cannot be guessed, whatever the speed. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** In constant time. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
