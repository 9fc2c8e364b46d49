import { dayOf } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import type { Access } from '@duqing/access';
import { watermarkOf, type Reader, type Store } from '@duqing/warehouse';
import { SYSTEM, type DocumentRef } from './core/desk/state.ts';
import { releaseDay } from './core/edition.ts';
import { lastQuarter } from './core/title.ts';
import { EditionDesk } from './desk/edition-desk.ts';
import { issueBulletin } from './issue.ts';
import type { Maker } from './making/make.ts';

export interface ReleaseOptions {
  reader: Reader;
  store: Store;
  deployment: Deployment;
  clock: Clock;
  /** folder in which the bundles' own folders are made */
  out: string;
  langs: readonly Lang[];
  /** internal, public, county:CODE; absent = internal alone */
  audiences?: readonly string[];
  /** which code makes them; absent = unknown */
  revision?: string;
  /** PEM of the ed25519 private key that signs them; absent = not signed */
  signKey?: string;
  /** `reviewed`: drafted on the release day and issued once two posts have reviewed and sealed it; `automatic`: issued by the calendar alone */
  release: 'reviewed' | 'automatic';
  access: Access;
  /** who keeps back, renders and writes; absent = this thread */
  maker?: Maker;
}

/** An edition that is due and not sealed. */
interface Open {
  audience: string;
  lang: Lang;
}

/** What one look did. */
export interface Released {
  /** folders or documents issued */
  issued: string[];
  /** documents that now wait for a review: editions that are due, correction notices */
  drafted: string[];
}

/** The calendar's part: the provisional edition of the quarter that is over, from its release day on, and what has to be corrected. */
export class ReleaseService {
  readonly #options: ReleaseOptions;
  readonly #desk: EditionDesk;

  constructor(options: ReleaseOptions) {
    this.#options = options;
    this.#desk = new EditionDesk(options);
  }

  /** One look: drafts or issues what is due, issues what was sealed and waited for its day, opens correction notices. */
  async look(): Promise<Released> {
    const isReviewed = this.#options.release === 'reviewed';
    const drafted = isReviewed ? await this.#draftDue() : [];
    const issued = isReviewed ? [] : await this.issueDue();
    issued.push(...(await this.#desk.releaseSigned()));
    const notices = await this.#desk.correct();
    return { issued, drafted: [...drafted, ...notices.map(({ document }) => document)] };
  }

  /** Drafts in nobody's name what is due and was not begun: it waits for the posts, however long that takes. */
  async #draftDue(): Promise<string[]> {
    const { deployment } = this.#options;
    const due = await this.#due();
    if (due === null) return [];
    const by = { tokenId: '', post: SYSTEM, role: 'console', area: deployment.city, source: null } as const;
    const drafted: string[] = [];
    for (const { audience, lang } of due.open) {
      const ref: DocumentRef = { quarter: due.quarter, edition: 'provisional', audience, lang };
      if ((await this.#desk.state(ref)).draft !== null) continue;
      drafted.push((await this.#desk.draft(ref, { by, asOf: due.asOf })).document);
    }
    return drafted;
  }

  /** Issues what is due and not issued yet; gives the folders made. What is not settled up to the release day waits. */
  async issueDue(): Promise<string[]> {
    const { langs: _langs, audiences: _audiences, ...common } = this.#options;
    const due = await this.#due();
    if (due === null) return [];
    const { quarter, asOf } = due;
    const folders: string[] = [];
    for (const { audience, lang } of due.open) {
      const part = { quarter, lang, asOf, edition: 'provisional', audience } as const;
      const { folder } = await issueBulletin({ ...common, ...part });
      folders.push(folder);
    }
    return folders;
  }

  /** The quarter whose release day is past, by the clock and by what is settled; null before. Every language and audience is of one cut-off. */
  async #due(): Promise<{ quarter: string; asOf: number; open: Open[] } | null> {
    const { reader, store, deployment, clock, langs, audiences = ['internal'] } = this.#options;
    const now = clock();
    const quarter = lastQuarter(now);
    await deployment.refresh?.();
    const { calendar } = new Setting(deployment, now);
    const settled = await watermarkOf(store);
    if (settled === null) return null;
    const cutOff = Math.min(now, settled);
    if (dayOf(cutOff) < releaseDay(quarter, calendar)) return null;
    const rows = (await reader.bulletins()).filter(
      (row) => row.quarter === quarter && row.edition === 'provisional' && audiences.includes(row.audience),
    );
    const all = audiences.flatMap((audience) => langs.map((lang) => ({ audience, lang })));
    const open = all.filter(
      ({ audience, lang }) => !rows.some((row) => row.audience === audience && row.lang === lang),
    );
    return { quarter, asOf: rows[0]?.as_of ?? cutOff, open };
  }
}
