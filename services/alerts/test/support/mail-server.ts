import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface MailServer {
  url: string;
  /** whole messages as they came, envelope first */
  heard: { from: string; to: string[]; raw: string }[];
  /** answers to the next messages, oldest first; then 250; `hang` answers never */
  next: (number | 'hang')[];
  close(): Promise<void>;
}

const USER = { user: 'duqing', password: 'password-very-secret' };

/** A mail relay on a free port that asks for user and password and records what it is sent. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const heard: MailServer['heard'] = [];
  const next: MailServer['next'] = [];
  const server = new SMTPServer({
    logger: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) => {
      const isKnown = username === USER.user && password === USER.password;
      done(isKnown ? null : coded(535), isKnown ? { user: USER.user } : undefined);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const answer = next.shift();
        if (answer === 'hang') return;
        if (answer !== undefined) return done(coded(answer));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        heard.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString('utf8') });
        return done();
      });
    },
    ...options,
  });
  // a client that does not wait any longer is no fault of the server
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const close = async (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
  return { url: `smtp://${USER.user}:${USER.password}@127.0.0.1:${port}`, heard, next, close };
}

function coded(responseCode: number): Error {
  return Object.assign(new Error('token-very-secret'), { responseCode });
}
