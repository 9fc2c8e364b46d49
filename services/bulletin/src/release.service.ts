import { dayOf } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import { watermarkOf, type Reader, type Store } from '@duqing/warehouse';
import { releaseDay } from './core/edition.ts';
import { lastQuarter } from './core/title.ts';
import { issueBulletin } from './issue.ts';

export interface ReleaseOptions {
  reader: Reader;
  store: Store;
  deployment: Deployment;
  clock: Clock;
  /** folder in which the bundles' own folders are made */
  out: string;
  langs: readonly Lang[];
  /** which code makes them; absent = unknown */
  revision?: string;
  /** PEM of the ed25519 private key that signs them; absent = not signed */
  signKey?: string;
}

/** The calendar's part: the provisional edition of the quarter that is over, from its release day on. */
export class ReleaseService {
  readonly #options: ReleaseOptions;

  constructor(options: ReleaseOptions) {
    this.#options = options;
  }

  /** Issues what is due and not issued yet; gives the folders made. What is not settled up to the release day waits. */
  async issueDue(): Promise<string[]> {
    const { langs, ...common } = this.#options;
    const { reader, store, deployment, clock } = common;
    const now = clock();
    const quarter = lastQuarter(now);
    await deployment.refresh?.();
    const { calendar } = new Setting(deployment, now);
    const settled = await watermarkOf(store);
    if (settled === null) return [];
    const cutOff = Math.min(now, settled);
    if (dayOf(cutOff) < releaseDay(quarter, calendar)) return [];
    const sealed = (await reader.bulletins()).filter(
      (row) => row.quarter === quarter && row.edition === 'provisional' && row.audience === 'internal',
    );
    // every language of an edition is of one cut-off
    const asOf = sealed[0]?.as_of ?? cutOff;
    const folders: string[] = [];
    for (const lang of langs.filter((one) => !sealed.some((row) => row.lang === one))) {
      const { folder } = await issueBulletin({
        ...common,
        quarter,
        lang,
        asOf,
        edition: 'provisional',
        audience: 'internal',
      });
      folders.push(folder);
    }
    return folders;
  }
}
