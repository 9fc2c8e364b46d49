import { randomUUID } from 'node:crypto';
import { maskPersonalData } from '@duqing/events';
import { Setting, type Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import type { AuditRow, Store, TokenRow } from '@duqing/warehouse';
import { areaOf, checkedRequest, type TokenRequest } from './request.ts';
import { roleMay, type Action, type Role } from './roles.ts';
import { newToken, partsOf, sameHash } from './secret.ts';

const DAY = 86_400_000;

/** Who acts: a post with the rights of its token. */
export interface Principal {
  /** '' at the local console */
  tokenId: string;
  post: string;
  role: Role | 'console';
  area: string;
  /** the one source that it may send as; null = any within its area */
  source: string | null;
}

/** What is listed of a token: nothing that would let anyone in. */
export type TokenView = Omit<TokenRow, 'token_hash'>;

interface AuditEntry {
  by: Principal;
  action: string;
  /** on what */
  object: string;
  area: string;
  outcome: 'done' | 'refused';
  detail?: string;
}

export interface Access {
  /** The token is in the answer and nowhere else. Throws a TokenRequestError naming every field at fault. */
  issueToken(request: TokenRequest, by: Principal): Promise<{ tokenId: string; token: string }>;
  /** False where there is no such token. */
  revokeToken(tokenId: string, by: Principal): Promise<boolean>;
  tokens(): Promise<TokenView[]>;
  /** Null where the text is no token, or an unknown, ended or revoked one: a caller is not told which. */
  verify(token: string): Promise<Principal | null>;
  allows(principal: Principal, action: Action, area: string): boolean;
  /** The same for what has no area that could be read: it is the whole city's. */
  allowsEverywhere(principal: Principal, action: Action): boolean;
  /** Whether a principal may send as this CloudEvents source. */
  maySendAs(principal: Principal, source: string): boolean;
  audit(entry: AuditEntry): Promise<void>;
  /** newest first */
  auditRows(limit: number): Promise<AuditRow[]>;
}

export interface AccessOptions {
  store: Store;
  clock: Clock;
  deployment: Deployment;
}

/** The machine's own command line: its area is the whole deployment. */
export function consoleOf({ city }: Pick<Deployment, 'city'>): Principal {
  return { tokenId: '', post: 'console', role: 'console', area: city, source: null };
}

/** Tokens, rights and audit over a store. */
export function createAccess({ store, clock, deployment }: AccessOptions): Access {
  const regions = () => new Setting(deployment, clock()).regions;
  const within = (area: string, own: string): boolean => regions().isWithin(area, own);
  const access: Access = {
    issueToken: async (request, by) => {
      const { days, ...granted } = checkedRequest(request, regions());
      const { id, token, hash } = newToken();
      const now = clock();
      const row: TokenRow = {
        token_id: id,
        ...granted,
        token_hash: hash,
        issued_at: now,
        issued_by: by.post,
        expires_at: now + days * DAY,
        revoked_at: 0,
      };
      await store.insert('access_tokens', [row]);
      const detail = `${granted.post} ${granted.role} ${granted.source}`.trim();
      await access.audit({ by, action: 'issue-token', object: id, area: granted.area, outcome: 'done', detail });
      return { tokenId: id, token };
    },
    revokeToken: async (tokenId, by) => {
      const row = await tokenRow(store, tokenId);
      if (row === undefined) return false;
      await store.insert('access_tokens', [{ ...row, revoked_at: Math.max(1, clock()) }]);
      await access.audit({ by, action: 'revoke-token', object: tokenId, area: row.area, outcome: 'done' });
      return true;
    },
    tokens: async () =>
      store.query('SELECT * EXCEPT (token_hash) FROM access_tokens FINAL ORDER BY issued_at, token_id'),
    verify: async (token) => verify({ store, clock }, token),
    allows: ({ role, area: own }, action, area) => {
      const may = role === 'console' ? action !== 'see-intelligence-ids' : roleMay(role, action);
      return may && within(area, own);
    },
    allowsEverywhere: (principal, action) => access.allows(principal, action, deployment.city),
    maySendAs: (principal, source) =>
      (principal.source === null || principal.source === source) &&
      access.allows(principal, 'send-events', areaOf(source)),
    audit: async ({ by, action, object, area, outcome, detail = '' }) => {
      const { post, role, tokenId: token_id } = by;
      const who = { audit_id: randomUUID(), at: clock(), post, role, token_id };
      const what = { action, object: maskPersonalData(object), area, outcome, detail: maskPersonalData(detail) };
      await store.insert('audit', [{ ...who, ...what } satisfies AuditRow]);
    },
    auditRows: async (limit) =>
      store.query('SELECT * FROM audit FINAL ORDER BY at DESC, audit_id LIMIT {limit:UInt32}', { limit }),
  };
  return access;
}

/** An unknown token costs the same comparison as a known one. */
const NO_HASH = '0'.repeat(64);

async function verify(
  { store, clock }: Pick<AccessOptions, 'store' | 'clock'>,
  token: string,
): Promise<Principal | null> {
  const parts = partsOf(token);
  if (parts === null) return null;
  const row = await tokenRow(store, parts.id);
  const isSame = sameHash(parts.hash, row?.token_hash ?? NO_HASH);
  if (row === undefined || !isSame || row.revoked_at > 0 || clock() >= row.expires_at) return null;
  const { token_id: tokenId, post, role, area, source } = row;
  return { tokenId, post, role: role as Role, area, source: source === '' ? null : source };
}

async function tokenRow(store: Store, tokenId: string): Promise<TokenRow | undefined> {
  const [row] = await store.query<TokenRow>('SELECT * FROM access_tokens FINAL WHERE token_id = {tokenId:String}', {
    tokenId,
  });
  return row;
}
