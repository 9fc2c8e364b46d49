import { consoleOf, createAccess } from '@duqing/access';
import { createKafkaPublisher } from '@duqing/kafka';
import { createLogger } from '@duqing/runtime';
import { tinyDeployment } from '@duqing/testkit';
import { createReader } from '@duqing/warehouse';
import { createWebApp } from '@duqing/web';
import type { Stack } from './stack.ts';

/** The pages beside a stack, their publisher on its broker, asked by posts with tokens instead of a browser. */
export interface Desk {
  /** Posts a form as a new post of a role; gives the page. */
  post(role: string, path: string, fields: readonly (readonly [name: string, value: string])[]): Promise<string>;
  close(): Promise<void>;
}

export async function openDesk(stack: Stack): Promise<Desk> {
  const { store } = stack;
  const given = { store, deployment: tinyDeployment, clock: Date.now };
  const access = createAccess(given);
  const publisher = createKafkaPublisher({ ...stack.kafka, clientId: 'duqing-desk' });
  const logger = createLogger({ name: 'web', level: 'error' });
  const desk = { access, store, publisher };
  const web = await createWebApp({
    reader: createReader(given),
    deployment: tinyDeployment,
    clock: Date.now,
    logger,
    desk,
  });
  const url = await web.listen({ port: 0 });
  const tokens = new Map<string, string>();
  const tokenOf = async (role: string): Promise<string> => {
    const request = { post: `post-${role}`, role, area: tinyDeployment.city };
    const token = tokens.get(role) ?? (await access.issueToken(request, consoleOf(tinyDeployment))).token;
    tokens.set(role, token);
    return token;
  };
  return {
    post: async (role, path, fields) => {
      const body = new URLSearchParams();
      for (const [name, value] of fields) body.append(name, value);
      const headers = { authorization: `Bearer ${await tokenOf(role)}` };
      return (await fetch(`${url}${path}`, { method: 'POST', headers, body })).text();
    },
    close: async () => {
      await web.close();
      await publisher.close();
    },
  };
}

/** Fields that a page carries to its next step. */
export function carriedBy(page: string): [string, string][] {
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return [...inputs].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  ]);
}
