import type { Lang } from '@duqing/catalogue';
import type { EditionRef, Editions, EditionState } from './editions.ts';

/** The bulletin service cannot be asked now; it may be in a moment. */
export class EditionsAway extends Error {
  override readonly name = 'EditionsAway';
}

class Refused extends Error {
  override readonly name = 'BulletinRefused';
  readonly zh: string;

  constructor({ zh, en }: { zh: string; en: string }) {
    super(en);
    this.zh = zh;
  }
}

/** ms: what is asked comes back at once, or after a look at the figures */
const PATIENCE = 120_000;

/** The desk of the bulletin service at an address (`POST /desk`), asked with the post's own token. Throws an EditionsAway where nobody answers. */
export function remoteEditions(url: string, token: string): Editions {
  const ask = async <T>(call: string, ref?: EditionRef, more: object = {}): Promise<T> => {
    const body = JSON.stringify({ call, ...(ref && { document: keyOf(ref) }), ...more });
    const response = await fetch(`${url}/desk`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(PATIENCE),
    }).catch((error: unknown) => {
      throw new EditionsAway(`bulletin service: ${error instanceof Error ? error.message : String(error)}`);
    });
    const said = (await response.json()) as { value: T; refused?: { zh: string; en: string } };
    if (said.refused) throw new Refused(said.refused);
    if (!response.ok) throw new EditionsAway(`bulletin service: ${response.status} to ${call}`);
    return said.value;
  };
  return {
    states: async () => ask<EditionState[]>('states'),
    state: async (ref) => ask('state', ref),
    draft: async (ref) => ask('draft', ref),
    write: async (ref, narrative) => ask('write', ref, { narrative }),
    review: async (ref, remark) => ask('review', ref, { remark }),
    sendBack: async (ref, remark) => ask('sendBack', ref, { remark }),
    seal: async (ref, remark) => ask('seal', ref, { remark }),
    changeLines: async (ref, lang: Lang) => ask('changeLines', ref, { lang }),
    draftFile: async (ref, name) => {
      const content = await ask<string | null>('draftFile', ref, { name });
      return content === null ? null : Buffer.from(content, 'base64');
    },
  };
}

function keyOf({ quarter, edition, audience, lang, correction }: EditionRef): string {
  const own = [quarter, edition, audience, lang].join('/');
  return correction === undefined ? own : `${own}/correction-${correction}`;
}
