import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One notice as it was handed over. */
export interface Notice {
  /** monotonic ms */
  at: number;
  /** ms since 1970 */
  clock: number;
  role: string;
  text: string;
  /** the transition that it tells of, out of its link */
  transition: string;
}

export interface Channel {
  url: string;
  /** oldest first */
  notices: readonly Notice[];
  close(): Promise<void>;
}

/** A webhook that takes whatever it is handed. */
export async function startChannel(): Promise<Channel> {
  const notices: Notice[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { role, link, text: said } = JSON.parse(body) as { role: string; link: string; text: { zh: string } };
      const transition = link.split('/').at(-1) ?? '';
      notices.push({ at: performance.now(), clock: Date.now(), role, text: said.zh, transition });
      return response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    notices,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
