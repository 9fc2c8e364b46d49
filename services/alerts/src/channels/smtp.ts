import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { TransientError, type Clock } from '@duqing/runtime';
import { createTransport } from 'nodemailer';
import type { Outgoing } from '../core/outgoing.ts';
import type { Channel } from './channel.ts';

export interface SmtpOptions {
  /** smtp://user:password@host:port, or smtps: a secret */
  url: string;
  from: string;
  /** where the mail of a post or role goes; null = nowhere */
  addressOf: (to: Pick<Outgoing, 'role' | 'post'>) => string | null;
  /** whether a server that cannot encrypt is refused; on this machine itself it never is */
  isTlsNeeded?: boolean;
  clock: Clock;
  /** ms; default 10 000 */
  timeout?: number;
}

/** Answers of the 400s ask for another try (RFC 5321, 4.2.1), those of the 500s do not. */
const LOST = new Set(['ECONNECTION', 'ESOCKET', 'EDNS', 'ECONNREFUSED', 'ECONNRESET', 'EPROTOCOL', 'ESTREAM']);
const LONGEST_SUBJECT = 78;

/** Mail through a relay: the short text as subject and body, the same Message-ID at every try. */
export function smtpChannel(options: SmtpOptions): Channel {
  const { from, addressOf, clock, timeout = 10_000 } = options;
  const transport = createTransport(
    {
      ...serverOf(options),
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      dnsTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  const send = async (message: Outgoing): Promise<void> => {
    const to = addressOf(message);
    if (to === null) throw new Error(`smtp: no address for ${message.post || message.role}`);
    await transport
      .sendMail({ to: { name: '', address: to }, ...mailOf(message, { from, now: clock() }) })
      .catch((error: unknown) => {
        throw failureOf(error, timeout);
      });
  };
  return { id: 'smtp', send };
}

function serverOf({ url, isTlsNeeded = true }: SmtpOptions) {
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    secure,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    requireTLS: isTlsNeeded && !isHere(host),
    ignoreTLS: isHere(host),
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

function isHere(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function mailOf({ id, role, severity, text }: Outgoing, { from, now }: { from: string; now: number }) {
  const domain =
    from
      .split('@')
      .at(-1)
      ?.replaceAll(/[^A-Za-z0-9.-]/g, '') ?? '';
  const identity = createHash('sha256').update(`${id}/${role}`).digest('hex').slice(0, 40);
  return {
    messageId: `<${identity}@${domain}>`,
    date: new Date(now),
    subject: oneLine(text.zh.replace(/\s*https?:\/\/\S+$/, '')).slice(0, LONGEST_SUBJECT),
    text: `${text.zh}\n\n${text.en}\n`,
    priority: severity === 'critical' ? ('high' as const) : ('normal' as const),
    textEncoding: 'base64' as const,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/** A line break in a subject would begin a header of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** Says what went wrong by code alone: the server's words may repeat what it was sent. */
function failureOf(error: unknown, timeout: number): Error {
  const { code = '', responseCode } = error as { code?: string; responseCode?: number };
  if (responseCode !== undefined) {
    const said = `smtp: answered ${responseCode}`;
    return responseCode < 500 ? new TransientError(said) : new Error(said);
  }
  if (code === 'ETIMEDOUT') return new TransientError(`smtp: no answer in ${timeout} ms`);
  if (LOST.has(code)) return new TransientError('smtp: no connection');
  return new Error(code === 'ETLS' ? 'smtp: no encrypted connection' : 'smtp: refused');
}
