import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from './fault.ts';

export interface ChdbUser {
  name: string;
  /** '' = none is asked for */
  password: string;
  /** may only read, and change no setting that lets it write */
  readonly?: boolean;
}

interface Credentials {
  name: string;
  password: string;
}

/** The user that a request names and proves: by Basic, by X-ClickHouse-User and -Key, or in the address; one way at a time. */
export function authenticate(
  users: readonly ChdbUser[],
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
): ChdbUser {
  const ways = [fromBasic(headers.authorization), fromHeaders(headers), fromQuery(query)].filter((way) => way !== null);
  if (ways.length > 1) throw new Fault(516, 'AUTHENTICATION_FAILED', 'credentials were given in several ways at once');
  const given = ways[0] ?? { name: 'default', password: '' };
  const user = users.find(({ name }) => name === given.name);
  // compared even where there is no such user, so that the time taken does not tell
  const proven = sameText(given.password, user?.password ?? ' no user ');
  if (!user || !proven)
    throw new Fault(
      516,
      'AUTHENTICATION_FAILED',
      `${given.name}: Authentication failed: password is incorrect, or there is no such user`,
    );
  return user;
}

function fromBasic(header: string | undefined): Credentials | null {
  if (header === undefined) return null;
  const [scheme, value = ''] = header.split(' ');
  if (scheme?.toLowerCase() !== 'basic')
    throw new Fault(516, 'AUTHENTICATION_FAILED', 'only Basic authorization is supported');
  const [name = '', ...password] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return { name: name || 'default', password: password.join(':') };
}

function fromHeaders(headers: IncomingHttpHeaders): Credentials | null {
  const [name, password] = [headers['x-clickhouse-user'], headers['x-clickhouse-key']];
  if (name === undefined && password === undefined) return null;
  return { name: String(name ?? 'default'), password: String(password ?? '') };
}

function fromQuery(query: URLSearchParams): Credentials | null {
  if (!query.has('user') && !query.has('password')) return null;
  return { name: query.get('user') ?? 'default', password: query.get('password') ?? '' };
}

function sameText(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
