import type { Principal } from '@duqing/access';
import type { Lang } from '@duqing/catalogue';
import type { Clock } from '@duqing/runtime';
import { documentKey, stateOf, type DocumentRef, type DocumentState } from '../core/desk/state.ts';
import { BulletinRefused } from '../core/edition.ts';
import type { EditionDesk } from './edition-desk.ts';

/** What is being made of a document. */
export interface Work {
  wish: 'draft' | 'seal';
  post: string;
  /** ms */
  since: number;
}

/** What was begun last and did not come to its end. */
export interface Failed {
  wish: Work['wish'];
  post: string;
  zh: string;
  en: string;
  /** what the writer typed and is not kept; null where nothing was typed */
  narrative: string | null;
}

/** Where a document stands, and what goes on at it in this process. */
export interface DeskState extends DocumentState {
  work: Work | null;
  failed: Failed | null;
}

export interface DeskWorkOptions {
  desk: EditionDesk;
  clock: Clock;
  /** is told of errors that are nobody's refusal */
  onError: (error: unknown, document: string) => void;
}

interface Beginning {
  work: Work;
  narrative?: string;
  run: (onMaking: () => void) => Promise<unknown>;
}

/** The desk for those who do not wait: drafting and sealing are begun, and where they stand is asked for. */
export class DeskWork {
  readonly #options: DeskWorkOptions;
  readonly #works = new Map<string, Work>();
  readonly #failed = new Map<string, Failed>();

  constructor(options: DeskWorkOptions) {
    this.#options = options;
  }

  /** What one post can do and see. */
  as(by: Principal) {
    const { desk } = this.#options;
    const at = async (ref: DocumentRef): Promise<DeskState> => this.#with(await desk.state(ref));
    return {
      states: async () => this.#states(),
      state: at,
      draft: async (ref: DocumentRef) =>
        this.#begin(ref, {
          work: this.#work('draft', by),
          run: async (onMaking) => desk.draft(ref, { by, onMaking }),
        }),
      write: async (ref: DocumentRef, narrative: string) =>
        this.#begin(ref, {
          work: this.#work('draft', by),
          narrative,
          run: async (onMaking) => desk.write(ref, { by, narrative, onMaking }),
        }),
      review: async (ref: DocumentRef, remark: string) => {
        this.#refuseBusy(ref);
        return this.#with(await desk.review(ref, { by, remark }));
      },
      sendBack: async (ref: DocumentRef, remark: string) => {
        this.#refuseBusy(ref);
        return this.#with(await desk.sendBack(ref, { by, remark }));
      },
      seal: async (ref: DocumentRef, remark: string) =>
        this.#begin(ref, {
          work: this.#work('seal', by),
          run: async (onMaking) => desk.seal(ref, { by, remark, onMaking }),
        }),
      changeLines: async (ref: DocumentRef, lang: Lang) => desk.changeLines(ref, lang),
      draftFile: async (ref: DocumentRef, name: string) => desk.draftFile(ref, name),
    };
  }

  #work(wish: Work['wish'], { post }: Principal): Work {
    return { wish, post, since: this.#options.clock() };
  }

  /** Comes back once making has begun, or all is done; rejects where it is refused before. What fails later stands in `failed`. */
  async #begin(ref: DocumentRef, { work, narrative, run }: Beginning): Promise<DeskState> {
    const key = documentKey(ref);
    this.#refuseBusy(ref);
    this.#works.set(key, work);
    this.#failed.delete(key);
    let isMaking = false;
    const making = Promise.withResolvers<void>();
    const done = run(() => {
      isMaking = true;
      making.resolve();
    })
      .catch((error: unknown) => {
        if (!isMaking) throw error;
        this.#fail(key, { work, narrative, error });
      })
      .finally(() => this.#works.delete(key));
    await Promise.race([making.promise, done]);
    return this.#with(await this.#options.desk.state(ref));
  }

  #refuseBusy(ref: DocumentRef): void {
    const work = this.#works.get(documentKey(ref));
    if (work === undefined) return;
    throw new BulletinRefused(
      `${documentKey(ref)}: ${work.post} has begun it and it is being made; look again when it is done`,
      `岗位 ${work.post} 正在办理，制作完成后再试`,
    );
  }

  #fail(key: string, { work, narrative, error }: { work: Work; narrative: string | undefined; error: unknown }): void {
    const isRefused = error instanceof BulletinRefused;
    if (!isRefused) this.#options.onError(error, key);
    const said = isRefused
      ? { zh: error.zh, en: error.message }
      : { zh: '制作未完成，原因见服务日志；可再试一次', en: 'It could not be made: the log says why. Try again.' };
    this.#failed.set(key, { wish: work.wish, post: work.post, ...said, narrative: narrative ?? null });
  }

  async #states(): Promise<DeskState[]> {
    const states = await this.#options.desk.states();
    const known = new Set(states.map(({ document }) => document));
    const begun = [...this.#works.keys(), ...this.#failed.keys()].filter((key) => !known.has(key));
    return [...[...new Set(begun)].map((key) => stateOf(key, [])), ...states].map((state) => this.#with(state));
  }

  #with(state: DocumentState): DeskState {
    const { document } = state;
    return { ...state, work: this.#works.get(document) ?? null, failed: this.#failed.get(document) ?? null };
  }
}
