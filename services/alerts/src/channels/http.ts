import { TransientError } from '@duqing/runtime';

/** Answers after which trying again may help: too early, too many, and faults of the other side. */
const RETRY = new Set([408, 425, 429, 500, 502, 503, 504]);

export interface Post {
  /** names the channel in errors: never its address, which may hold a secret */
  channel: string;
  url: string;
  body: unknown;
  headers?: Record<string, string>;
  /** ms */
  timeout: number;
}

/** POSTs JSON and gives the answer's text. Throws a TransientError on a time-out, a lost connection or a code to retry. */
export async function postJson({ channel, url, body, headers = {}, timeout }: Post): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout),
  }).catch((error: unknown) => {
    const name =
      error instanceof Error && error.name === 'TimeoutError' ? `no answer in ${timeout} ms` : 'no connection';
    throw new TransientError(`${channel}: ${name}`);
  });
  const text = await response.text().catch(() => '');
  if (response.ok) return text;
  const said = `${channel}: answered ${response.status}`;
  throw RETRY.has(response.status) ? new TransientError(said) : new Error(said);
}
