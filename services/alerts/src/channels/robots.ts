import { createHmac } from 'node:crypto';
import { TransientError, type Clock } from '@duqing/runtime';
import type { Outgoing } from '../core/outgoing.ts';
import type { Channel } from './channel.ts';
import { postJson } from './http.ts';

export interface RobotOptions {
  /** with its key or token: a secret */
  url: string;
  /** signs messages where the robot asks for it; DingTalk and Feishu */
  secret?: string;
  clock: Clock;
  /** ms; default 5 000 */
  timeout?: number;
}

/** Codes by which the services say "too often": another try may help. */
const TOO_OFTEN = new Set([45009, 130101, 410100, 9499, 11232]);

/** 企业微信 group robot: text message; errors come as `errcode` in an answer of 200. */
export function wecomChannel({ url, timeout = 5_000 }: RobotOptions): Channel {
  return robot('wecom', async (message) => {
    const body = { msgtype: 'text', text: { content: textOf(message) } };
    return postJson({ channel: 'wecom', url, body, timeout });
  });
}

/** 钉钉 robot: signed by `timestamp` and HMAC-SHA256 over "timestamp\nsecret" in the address. */
export function dingtalkChannel({ url, secret, clock, timeout = 5_000 }: RobotOptions): Channel {
  return robot('dingtalk', async (message) => {
    const body = { msgtype: 'text', text: { content: textOf(message) } };
    return postJson({ channel: 'dingtalk', url: secret ? signed(url, { secret, now: clock() }) : url, body, timeout });
  });
}

function signed(url: string, { secret, now }: { secret: string; now: number }): string {
  const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
  const target = new URL(url);
  target.searchParams.set('timestamp', String(now));
  target.searchParams.set('sign', sign);
  return target.href;
}

/** 飞书 robot: signed in the body by HMAC-SHA256 of nothing under the key "seconds\nsecret". */
export function feishuChannel({ url, secret, clock, timeout = 5_000 }: RobotOptions): Channel {
  return robot('feishu', async (message) => {
    const seconds = String(Math.floor(clock() / 1000));
    const sign = secret ? createHmac('sha256', `${seconds}\n${secret}`).update('').digest('base64') : undefined;
    const body = { ...(sign && { timestamp: seconds, sign }), msg_type: 'text', content: { text: textOf(message) } };
    return postJson({ channel: 'feishu', url, body, timeout });
  });
}

function textOf({ text }: Outgoing): string {
  return text.zh;
}

function robot(id: string, send: (message: Outgoing) => Promise<string>): Channel {
  return { id, send: async (message) => checkAnswer(id, await send(message)) };
}

/** The services answer 200 with a code in the body; anything but 0 is a refusal. */
function checkAnswer(id: string, answer: string): void {
  const code = codeIn(answer);
  if (code === 0) return;
  const said = code === null ? `${id}: an answer without a code` : `${id}: refused with code ${code}`;
  throw code !== null && TOO_OFTEN.has(code) ? new TransientError(said) : new Error(said);
}

function codeIn(answer: string): number | null {
  try {
    const given = JSON.parse(answer) as { errcode?: unknown; code?: unknown; StatusCode?: unknown } | null;
    const code = given?.errcode ?? given?.code ?? given?.StatusCode;
    return typeof code === 'number' ? code : null;
  } catch {
    return null;
  }
}
