import type { FastifyReply } from 'fastify';

type Said = { zh: string; en: string };

/** Bytes of one request: a batch of ordinary events is far below. */
export const MOST_BYTES = 16_000_000;

/** A request refused as a whole, in both languages. */
export async function refuse(reply: FastifyReply, status: number, reason: Said): Promise<FastifyReply> {
  return reply.code(status).send({ error: ERRORS[status] ?? 'error', reason });
}

const ERRORS: Record<number, string> = {
  400: 'bad-request',
  401: 'no-token',
  403: 'not-allowed',
  413: 'too-large',
  415: 'unsupported',
  429: 'too-fast',
  503: 'try-again',
};

export const NO_TOKEN: Said = {
  zh: '缺少令牌，或令牌无效、已过期、已吊销',
  en: 'a valid token is needed: Authorization: Bearer',
};
export const NO_SENDER: Said = {
  zh: '该令牌不是报送单位的令牌',
  en: 'this token is none of a sending unit (role source)',
};
export const ENCODED: Said = { zh: '不接受压缩的内容', en: 'content must not be compressed' };
export const NOT_CSV: Said = {
  zh: '报表请以 text/csv 或 XLSX 的类型（application/vnd.openxmlformats-officedocument.spreadsheetml.sheet）报送',
  en: 'send the sheet as text/csv or as application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
export const NO_SOURCE: Said = {
  zh: '令牌未绑定报送单位，请在地址中注明 ?source=/区划代码/单位',
  en: 'the token is bound to no unit: name it by ?source=/AREA/unit',
};
export const NO_TEMPLATE: Said = {
  zh: '没有这样的模板：请检查部门、统计期（如 2026Q2、2026H1、2026）和区划代码',
  en: 'no such template: check department, period (2026Q2, 2026H1, 2026) and area',
};
export const EMPTY: Said = { zh: '没有任何事件', en: 'there is no event in it' };
export const TOO_LARGE: Said = {
  zh: `一次请求最多 ${MOST_BYTES / 1_000_000} MB，请分批报送`,
  en: `a request is at most ${MOST_BYTES / 1_000_000} MB: send it in parts`,
};
export const TOO_FAST: Said = { zh: '报送过快，请稍后重发', en: 'too fast: send it again later' };
export const NOT_TAKEN: Said = {
  zh: '暂时无法接收，请稍后原样重发；重复发送不会重复计数',
  en: 'not taken for now: send the same again later, sending twice counts once',
};
