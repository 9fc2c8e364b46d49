import { createHmac } from 'node:crypto';
import { loadDeployment, readEnv, TransientError } from '@duqing/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel } from '../src/channels/channel.ts';
import { channelsOf } from '../src/channels/index.ts';
import { dingtalkChannel, feishuChannel, wecomChannel } from '../src/channels/robots.ts';
import { smtpChannel } from '../src/channels/smtp.ts';
import { webhookChannel } from '../src/channels/webhook.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import { channelsEnv } from '../src/env.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';

const NOW = Date.parse('2026-06-01T01:00:00Z');
const deployment = await loadDeployment('demo');
const SECRET = 'SEC-very-secret';
const PATH = '/robot/send?access_token=token-very-secret';
const MESSAGE: Outgoing = {
  id: 'a'.repeat(64),
  role: 'commander',
  post: 'duty-commander',
  severity: 'critical',
  simulated: false,
  link: 'http://duqing.example/alerts/a',
  text: {
    zh: '【特急】甲县 零发生项目出现1项 http://duqing.example/alerts/a',
    en: 'CRITICAL County A: a zero item occurred, 1',
  },
};

const clock = (): number => NOW;

/** So long that no machine is too slow for it, and so short that a test can wait for it. */
const [PATIENT, IMPATIENT] = [10_000, 300];

const CHANNELS: Record<string, (url: string, timeout?: number) => Channel> = {
  webhook: (url, timeout = PATIENT) => webhookChannel({ url, timeout }),
  wecom: (url, timeout = PATIENT) => wecomChannel({ url, clock, timeout }),
  dingtalk: (url, timeout = PATIENT) => dingtalkChannel({ url, secret: SECRET, clock, timeout }),
  feishu: (url, timeout = PATIENT) => feishuChannel({ url, secret: SECRET, clock, timeout }),
};
const mail = (url: string, timeout = PATIENT): Channel =>
  smtpChannel({ url, from: 'duqing@duqing.example', addressOf: () => 'duty@duqing.example', clock, timeout });

/** What a channel talks to, whatever it speaks. */
interface Service {
  channel: Channel;
  /** the same that waits a moment only */
  impatient: Channel;
  /** of each message that was taken, something that holds its text */
  heard(): string[];
  /** to the next message */
  answer(code: number): void;
  hang(): void;
  close(): Promise<void>;
}

interface Kind {
  start(): Promise<Service>;
  again: number[];
  final: number[];
}

const overHttp = (id: string): Kind => ({
  start: async () => {
    const service = await startReceiver({ status: 200, body: '{"errcode":0,"code":0}' });
    const make = CHANNELS[id];
    if (!make) throw new Error(id);
    return {
      channel: make(service.url + PATH),
      impatient: make(service.url + PATH, IMPATIENT),
      heard: () => service.heard.map(({ body }) => body),
      answer: (status) => void service.next.push({ status, body: SECRET }),
      hang: () => void service.next.push('hang'),
      close: service.close,
    };
  },
  again: [408, 425, 429, 500, 502, 503, 504],
  final: [301, 400, 401, 403, 404, 413],
});

const KINDS: Record<string, Kind> = {
  ...Object.fromEntries(Object.keys(CHANNELS).map((id) => [id, overHttp(id)])),
  smtp: {
    start: async () => {
      const service = await startMailServer();
      return {
        channel: mail(service.url),
        impatient: mail(service.url, IMPATIENT),
        heard: () => service.heard.map(({ raw }) => textIn(raw)),
        answer: (code) => void service.next.push(code),
        hang: () => void service.next.push('hang'),
        close: service.close,
      };
    },
    again: [421, 450, 451, 452],
    final: [550, 552, 553, 554],
  },
};

/** The text of a mail whose body is in base64. */
function textIn(raw: string): string {
  return Buffer.from(raw.slice(raw.indexOf('\r\n\r\n')), 'base64').toString('utf8');
}

async function failureOf(channel: Channel): Promise<Error> {
  return channel.send(MESSAGE).then(
    () => new Error('was sent'),
    (error: unknown) => error as Error,
  );
}

test('the suite runs on every channel that can be configured', () => {
  const env = {
    DUQING_ALERT_WEBHOOK: 'http://127.0.0.1:1',
    DUQING_ALERT_WECOM: 'http://127.0.0.1:1',
    DUQING_ALERT_DINGTALK: 'http://127.0.0.1:1',
    DUQING_ALERT_FEISHU: 'http://127.0.0.1:1',
    DUQING_ALERT_SMTP: 'smtp://127.0.0.1:1',
  };
  const channels = channelsOf(readEnv(channelsEnv, env), { clock, deployment });
  expect(channels.map(({ id }) => id).sort()).toEqual(Object.keys(KINDS).sort());
});

describe.each(Object.entries(KINDS))('channel %s', (id, { start, again, final }) => {
  let service: Service;
  beforeEach(async () => {
    service = await start();
  });
  afterEach(async () => service.close());

  test('says its own name and sends the short text once', async () => {
    expect(service.channel.id).toBe(id);
    await service.channel.send(MESSAGE);
    expect(service.heard()).toHaveLength(1);
    expect(service.heard()[0]).toContain(MESSAGE.text.zh);
  });

  test.each(again)('%i may be tried again', async (code) => {
    service.answer(code);
    const error = await failureOf(service.channel);
    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toBe(`${id}: answered ${code}`);
    await service.channel.send(MESSAGE);
  });

  test.each(final)('%i is final', async (code) => {
    service.answer(code);
    const error = await failureOf(service.channel);
    expect(error).not.toBeInstanceOf(TransientError);
    expect(error.message).toBe(`${id}: answered ${code}`);
  });

  test('no answer in time and no connection may be tried again', async () => {
    service.hang();
    const late = await failureOf(service.impatient);
    expect(late).toBeInstanceOf(TransientError);
    expect(late.message).toBe(`${id}: no answer in ${IMPATIENT} ms`);
    await service.close();
    const error = await failureOf(service.channel);
    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toBe(`${id}: no connection`);
  });

  test('no failure tells address, user, token or secret', async () => {
    for (const code of [...again.slice(0, 1), ...final.slice(0, 1)]) service.answer(code);
    service.hang();
    for (const channel of [service.channel, service.channel, service.impatient]) {
      const error = await failureOf(channel);
      const said = `${error.message} ${JSON.stringify(error)} ${String(error.cause)} ${error.stack}`;
      expect(said).not.toMatch(/very-secret|127\.0\.0\.1:|duty@/);
    }
  });
});

/** The same relay under an address that is not this machine's loopback. */
const elsewhere = (url: string): Channel => mail(url.replace('127.0.0.1', '0.0.0.0'));

describe('mail', () => {
  let server: MailServer;
  beforeEach(async () => {
    server = await startMailServer();
  });
  afterEach(async () => server.close());

  test('goes to the address of the post; the same Message-ID at every try; says that a machine wrote it', async () => {
    await mail(server.url).send(MESSAGE);
    await mail(server.url).send(MESSAGE);
    const ids = server.heard.map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw)?.[1]);
    expect(ids[0]).toMatch(/^<[0-9a-f]{40}@duqing\.example>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(server.heard[0]).toMatchObject({ from: 'duqing@duqing.example', to: ['duty@duqing.example'] });
    expect(server.heard[0]?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(server.heard[0]?.raw).toMatch(/^Date: Mon, 01 Jun 2026 01:00:00/m);
  });

  test('a name with line breaks makes no header and no recipient of its own', async () => {
    const zh = '【预警】甲县\r\nBcc: thief@example.com\r\n\r\nbody http://duqing.example/alerts/a';
    await mail(server.url).send({ ...MESSAGE, role: 'x\r\nTo: y@example.com', text: { zh, en: zh } });
    const [heard] = server.heard;
    const head = heard?.raw.slice(0, heard.raw.indexOf('\r\n\r\n')) ?? '';
    expect(heard?.to).toEqual(['duty@duqing.example']);
    expect(head).not.toMatch(/^(Bcc|body)/im);
    expect(head.match(/^To:/gim)).toHaveLength(1);
  });

  test('a post without an address is a final failure that names the post', async () => {
    const channel = smtpChannel({ url: server.url, from: 'duqing@duqing.example', addressOf: () => null, clock });
    const error = await failureOf(channel);
    expect(error.message).toBe('smtp: no address for duty-commander');
    expect(error).not.toBeInstanceOf(TransientError);
    const env = { DUQING_ALERT_SMTP: server.url, DUQING_ALERT_SMTP_TO: 'all@duqing.example' };
    const [configured] = channelsOf(readEnv(channelsEnv, env), { clock, deployment });
    await configured?.send({ ...MESSAGE, role: 'department:justice', post: '' });
    await configured?.send(MESSAGE);
    expect(server.heard.map(({ to }) => to)).toEqual([['all@duqing.example'], ['duty-commander@duqing.example']]);
  });

  test('a wrong password is final', async () => {
    const error = await failureOf(mail(server.url.replace('password', 'other')));
    expect(error.message).toBe('smtp: answered 535');
    expect(error).not.toBeInstanceOf(TransientError);
  });

  test('nothing is sent, and no password told, to a relay elsewhere that cannot encrypt or whose certificate nobody vouches for', async () => {
    expect((await failureOf(elsewhere(server.url))).message).toMatch(
      /^smtp: (no encrypted connection|answered 5\d\d)$/,
    );
    const selfSigned = await startMailServer({ disabledCommands: [] });
    expect((await failureOf(elsewhere(selfSigned.url))).message).toMatch(/^smtp: no/);
    expect([...server.heard, ...selfSigned.heard]).toEqual([]);
    await selfSigned.close();
  });
});

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ status: 200, body: '{"errcode":0,"code":0}' });
});
afterEach(async () => receiver.close());

describe.each(['wecom', 'dingtalk', 'feishu'])('robot %s', (id) => {
  test('a code in an answer of 200 is a refusal; "too often" may be tried again', async () => {
    const channel = CHANNELS[id]?.(receiver.url + PATH) as Channel;
    receiver.next.push({ status: 200, body: '{"errcode":93000,"code":93000}' }, { status: 200, body: '<html>' });
    expect((await failureOf(channel)).message).toBe(`${id}: refused with code 93000`);
    expect((await failureOf(channel)).message).toBe(`${id}: an answer without a code`);
    const often = id === 'feishu' ? 11232 : id === 'wecom' ? 45009 : 410100;
    receiver.next.push({ status: 200, body: JSON.stringify({ errcode: often }) });
    expect(await failureOf(channel)).toBeInstanceOf(TransientError);
  });
});

test('dingtalk signs timestamp and secret in the address', async () => {
  await CHANNELS['dingtalk']?.(receiver.url + PATH).send(MESSAGE);
  const query = new URL(receiver.heard[0]?.url ?? '', receiver.url).searchParams;
  const sign = createHmac('sha256', SECRET).update(`${NOW}\n${SECRET}`).digest('base64');
  expect(Object.fromEntries(query)).toEqual({ access_token: 'token-very-secret', timestamp: String(NOW), sign });
});

test('feishu signs in the body, its key being seconds and secret', async () => {
  await CHANNELS['feishu']?.(receiver.url + PATH).send(MESSAGE);
  const seconds = String(NOW / 1000);
  const sign = createHmac('sha256', `${seconds}\n${SECRET}`).digest('base64');
  expect(JSON.parse(receiver.heard[0]?.body ?? '')).toMatchObject({ timestamp: seconds, sign, msg_type: 'text' });
});
