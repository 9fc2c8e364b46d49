import { createHmac } from 'node:crypto';
import { TransientError } from '@duqing/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel } from '../src/channels/channel.ts';
import { dingtalkChannel, feishuChannel, wecomChannel } from '../src/channels/robots.ts';
import { webhookChannel } from '../src/channels/webhook.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';

const NOW = Date.parse('2026-06-01T01:00:00Z');
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

const CHANNELS: Record<string, (url: string) => Channel> = {
  webhook: (url) => webhookChannel({ url, timeout: 200 }),
  wecom: (url) => wecomChannel({ url, clock: () => NOW, timeout: 200 }),
  dingtalk: (url) => dingtalkChannel({ url, secret: SECRET, clock: () => NOW, timeout: 200 }),
  feishu: (url) => feishuChannel({ url, secret: SECRET, clock: () => NOW, timeout: 200 }),
};

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver({ status: 200, body: '{"errcode":0,"code":0}' });
});
afterEach(async () => receiver.close());

async function failureOf(channel: Channel): Promise<Error> {
  return channel.send(MESSAGE).then(
    () => new Error('was sent'),
    (error: unknown) => error as Error,
  );
}

describe.each(Object.keys(CHANNELS))('channel %s', (id) => {
  const make = (): Channel => {
    const channel = CHANNELS[id]?.(receiver.url + PATH);
    if (!channel) throw new Error(id);
    return channel;
  };

  test('says its own name and sends the short text in one request', async () => {
    expect(make().id).toBe(id);
    await make().send(MESSAGE);
    expect(receiver.heard).toHaveLength(1);
    expect(receiver.heard[0]?.body).toContain(MESSAGE.text.zh);
  });

  test.each([408, 425, 429, 500, 502, 503, 504])('%i may be tried again', async (status) => {
    receiver.next.push({ status });
    expect(await failureOf(make())).toBeInstanceOf(TransientError);
  });

  test.each([301, 400, 401, 403, 404, 413])('%i is final', async (status) => {
    receiver.next.push({ status });
    const error = await failureOf(make());
    expect(error).not.toBeInstanceOf(TransientError);
    expect(error.message).toBe(`${id}: answered ${status}`);
  });

  test('no answer in time and no connection may be tried again', async () => {
    receiver.next.push('hang');
    expect((await failureOf(make())).message).toBe(`${id}: no answer in 200 ms`);
    const gone = make();
    await receiver.close();
    const error = await failureOf(gone);
    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toBe(`${id}: no connection`);
  });

  test('no failure tells address, token or secret', async () => {
    receiver.next.push({ status: 500, body: SECRET }, { status: 400, body: SECRET }, 'hang', {
      status: 200,
      body: SECRET,
    });
    for (let round = 0; round < 4; round += 1) {
      const error = await failureOf(make());
      const said = `${error.message} ${JSON.stringify(error)} ${String(error.cause)}`;
      expect(said).not.toMatch(/very-secret|127\.0\.0\.1/);
    }
  });
});

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
