import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDeployment } from '@duqing/runtime';
import { migrate, openStore, type Store } from '@duqing/warehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  areaOf,
  consoleOf,
  createAccess,
  ROLES,
  TokenRequestError,
  type Action,
  type Principal,
} from '../src/index.ts';
import { newToken, partsOf } from '../src/secret.ts';

const NOW = Date.parse('2026-08-01T00:00:00+08:00');
const DAY = 86_400_000;
const deployment = await loadDeployment('demo');
const folder = mkdtempSync(join(tmpdir(), 'duqing-access-'));
const CONSOLE = consoleOf(deployment);
const COUNTY = '990102';

let store: Store;
let now = NOW;
const access = () => createAccess({ store, deployment, clock: () => now });

beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  now = NOW;
  for (const table of ['access_tokens', 'audit']) await store.command(`TRUNCATE TABLE ${table}`);
});

async function issue(over: object = {}): Promise<{ tokenId: string; token: string }> {
  return access().issueToken({ post: '分析岗', role: 'analyst', area: COUNTY, ...over }, CONSOLE);
}

function principal(over: Partial<Principal>): Principal {
  return { tokenId: 'x', post: 'p1', role: 'viewer', area: '990100', source: null, ...over };
}

function reads(own: string, asked: string): boolean {
  return access().allows(principal({ area: own }), 'read', asked);
}

describe('tokens', () => {
  it('a token lets its post in with its role and area', async () => {
    const { tokenId, token } = await issue();
    expect(await access().verify(token)).toEqual({
      tokenId,
      post: '分析岗',
      role: 'analyst',
      area: COUNTY,
      source: null,
    });
  });

  it('the store holds no secret: neither tokens, audit nor lists have the token or its secret part', async () => {
    const { token } = await issue();
    const secret = token.split('_').slice(2).join('_');
    const held = [
      await store.query('SELECT * FROM access_tokens'),
      await store.query('SELECT * FROM audit'),
      await access().tokens(),
    ];
    expect(JSON.stringify(held)).not.toContain(token);
    expect(JSON.stringify(held)).not.toContain(secret.slice(0, 20));
    expect(JSON.stringify(await access().tokens())).not.toMatch(/[0-9a-f]{64}/);
  });

  it.each([
    ['an empty text', ''],
    ['another secret under a known id', null],
    ['an id that was never issued', newToken().token],
    ['a text of another form', 'Bearer abc'],
  ])('refuses %s', async (_, text) => {
    const { tokenId } = await issue();
    const forged = `dq_${tokenId}_${'A'.repeat(43)}`;
    expect(await access().verify(text ?? forged)).toBeNull();
  });

  it('ends on its day, exclusive', async () => {
    const { token } = await issue({ days: 1 });
    now = NOW + DAY - 1;
    expect(await access().verify(token)).not.toBeNull();
    now = NOW + DAY;
    expect(await access().verify(token)).toBeNull();
  });

  it('a revoked token lets nobody in, also after the clock jumped back', async () => {
    const { tokenId, token } = await issue();
    expect(await access().revokeToken(tokenId, CONSOLE)).toBe(true);
    now = NOW - DAY;
    expect(await access().verify(token)).toBeNull();
    expect(await access().revokeToken('000000000000', CONSOLE)).toBe(false);
  });

  it.each([
    ['a person’s phone number as post', { post: '13812345678' }, 'post'],
    ['a blank post', { post: ' ' }, 'post'],
    ['a role that is none', { role: 'admin' }, 'role'],
    ['an unknown area', { area: '123456' }, 'area'],
    ['a source with another role', { source: `/${COUNTY}/police` }, 'source'],
    ['a source of another area', { role: 'source', source: '/990103/police' }, 'source'],
    ['no days', { days: 0 }, 'days'],
  ])('refuses %s by name and stores nothing', async (_, over, field) => {
    await expect(issue(over)).rejects.toThrow(new RegExp(`(^|; )${field}: `));
    await expect(issue(over)).rejects.toThrow(TokenRequestError);
    expect(await access().tokens()).toEqual([]);
  });

  it('every secret differs and has 256 bits', () => {
    const secrets = Array.from({ length: 200 }, () => newToken().token.split('_').slice(2).join('_'));
    expect(new Set(secrets).size).toBe(200);
    expect(secrets.every((secret) => Buffer.from(secret, 'base64url').length === 32)).toBe(true);
  });

  it('a secret may hold any base64url character, underscores too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(partsOf(`dq_0123456789ab_${Buffer.from(bytes).toString('base64url')}`)?.id).toBe('0123456789ab');
      }),
    );
  });
});

describe('rights', () => {
  it.each([
    ['viewer', 'read', true],
    ['viewer', 'explain', false],
    ['analyst', 'explain-few', true],
    ['engineer', 'explain-few', false],
    ['reviewer', 'approve-mending', true],
    ['analyst', 'approve-mending', false],
    ['source', 'send-events', true],
    ['engineer', 'send-events', false],
    ['source', 'read', false],
    ['engineer', 'manage-tokens', true],
    ['reviewer', 'manage-tokens', false],
  ] as const)('%s, %s: %s', (role, action, expected) => {
    expect(access().allows(principal({ role }), action, '990100')).toBe(expected);
  });

  it('ids of intelligence are seen by one role only', () => {
    const may = ROLES.filter((role) => access().allows(principal({ role }), 'see-intelligence-ids', '990100'));
    expect(may).toEqual(['intelligence']);
    expect(access().allows(CONSOLE, 'see-intelligence-ids', '990100')).toBe(false);
  });

  it('hold for the area and below, never beside, above or where the area is unknown', () => {
    expect([reads('990100', COUNTY), reads(COUNTY, COUNTY)]).toEqual([true, true]);
    expect([reads(COUNTY, '990100'), reads(COUNTY, '990103'), reads('990100', ''), reads('990100', '110000')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('a source sends for its area, or as the one unit that its token is bound to', () => {
    const unit = principal({ role: 'source', area: COUNTY });
    expect(access().maySendAs(unit, `/${COUNTY}/police`)).toBe(true);
    expect(access().maySendAs(unit, '/990103/police')).toBe(false);
    const bound = { ...unit, source: `/${COUNTY}/police` };
    expect(access().maySendAs(bound, `/${COUNTY}/justice`)).toBe(false);
    expect(access().maySendAs(bound, `/${COUNTY}/police`)).toBe(true);
  });

  it.each([
    ['/990102/police', '990102'],
    ['/990102', '990102'],
    ['990102/police', ''],
    ['//police', ''],
  ])('the area of source %s is "%s"', (source, area) => {
    expect(areaOf(source)).toBe(area);
  });
});

describe('audit', () => {
  it('says which post did what, when, on what, to what end', async () => {
    const { tokenId } = await issue();
    const by = principal({ post: '审核岗', role: 'reviewer', tokenId: 'abc' });
    const entry: { action: Action } = { action: 'approve-mending' };
    await access().audit({ by, ...entry, object: 'duqing.cases/0/5', area: COUNTY, outcome: 'refused', detail: 'own' });
    const [issued, last] = (await access().auditRows(10)).sort((a, b) => a.action.localeCompare(b.action)).toReversed();
    expect(issued).toMatchObject({ post: 'console', action: 'issue-token', object: tokenId, area: COUNTY, at: NOW });
    expect(last).toMatchObject({
      post: '审核岗',
      role: 'reviewer',
      token_id: 'abc',
      action: 'approve-mending',
      object: 'duqing.cases/0/5',
      outcome: 'refused',
      detail: 'own',
    });
  });

  it('two things at the same moment are two rows, and personal data in them is masked', async () => {
    for (const detail of ['13812345678', '13812345678'])
      await access().audit({ by: CONSOLE, action: 'explain', object: 'a', area: COUNTY, outcome: 'done', detail });
    const rows = await access().auditRows(10);
    expect(rows.map(({ detail }) => detail)).toEqual(['***********', '***********']);
  });
});
