import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BulletinService, verifyBundle } from '../src/index.ts';
import { signatureOf } from '../src/sign.ts';
import { deployment, NOW, QUARTER, readerOf } from './support.ts';

const [ours, theirs] = [pair('ed25519'), pair('ed25519')];
let folder: string;
let bundle: string;

function pair(type: 'ed25519' | 'ed448'): { secret: string; open: string } {
  const { privateKey, publicKey } = generateKeyPairSync(type as 'ed25519');
  return {
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    open: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function issue(out: string, signKey: string) {
  const service = new BulletinService({
    reader: readerOf(),
    deployment,
    clock: () => NOW,
    revision: '0123abc',
    watermark: async () => NOW,
    notices: async () => [],
    append: async () => {},
  });
  return service.issue({ quarter: QUARTER, lang: 'zh', out, asOf: NOW, signKey });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duqing-sign-'));
  bundle = join(folder, 'bundle');
  await issue(bundle, ours.secret);
});
afterAll(async () => rm(folder, { recursive: true }));

const file = (name: string) => readFile(join(bundle, name), 'utf8');

describe('a signed bundle', () => {
  test('holds under its key, and offline without one; the manifest names the code', async () => {
    expect(await verifyBundle(bundle, ours.open)).toEqual({ ok: true, faults: [] });
    expect(await verifyBundle(bundle)).toEqual({ ok: true, faults: [] });
    expect(JSON.parse(await file('manifest.json'))).toMatchObject({ code: { revision: '0123abc' } });
  });

  test('does not hold under another key', async () => {
    expect((await verifyBundle(bundle, theirs.open)).faults).toEqual(['signature.json: made with another key']);
  });

  test('is found altered though every hash was made anew', async () => {
    const [manifest, signature] = [await file('manifest.json'), await file('signature.json')];
    await writeFile(join(bundle, 'manifest.json'), manifest.replace('0123abc', '3210abc'));
    expect((await verifyBundle(bundle, ours.open)).faults).toContain('signature.json: does not fit the manifest');
    await writeFile(join(bundle, 'manifest.json'), manifest);
    await writeFile(join(bundle, 'signature.json'), signatureOf(manifest, theirs.secret));
    expect((await verifyBundle(bundle, ours.open)).faults).toEqual(['signature.json: made with another key']);
    await writeFile(join(bundle, 'signature.json'), '{}');
    expect((await verifyBundle(bundle)).faults).toEqual(['signature.json: not a signature']);
    await rm(join(bundle, 'signature.json'));
    expect((await verifyBundle(bundle, ours.open)).faults).toEqual(['signature.json: missing']);
    await writeFile(join(bundle, 'signature.json'), signature);
  });

  test('the same manifest and key give the same signature', async () => {
    expect(signatureOf(await file('manifest.json'), ours.secret)).toBe(await file('signature.json'));
  });
});

test('a key of another kind is refused, no part of it is told, and nothing is written', async () => {
  const out = join(folder, 'none');
  await expect(issue(out, pair('ed448').secret)).rejects.toThrow('sign: not an ed25519 private key in PEM');
  await expect(issue(out, 'secret words')).rejects.toThrow(/^(?!.*secret words)/);
  await expect(readFile(join(out, 'manifest.json'))).rejects.toThrow('ENOENT');
});
