import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access, Action, Principal } from '@duqing/access';
import { dayOf } from '@duqing/calendar';
import { INDICATORS, type Cell, type Lang } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import { bulletinNotices, watermarkOf, type BulletinRow, type Reader, type Store } from '@duqing/warehouse';
import { BulletinService } from '../bulletin.service.ts';
import { definitionsOf, type Posts } from '../core/bundle.ts';
import {
  documentKey,
  refOf,
  refusal,
  SYSTEM,
  type DocumentRef,
  type DocumentState,
  type Wish,
} from '../core/desk/state.ts';
import { differences, diffLines, type HeldEdition } from '../core/diff.ts';
import { BulletinRefused, publicFrom } from '../core/edition.ts';
import { heldEdition } from '../held.ts';
import type { Made, Maker, Order } from '../making/make.ts';
import { NoticeMaker } from './notice-maker.ts';
import { appendStep, readState, readStates } from './steps-store.ts';

export interface DeskOptions {
  reader: Reader;
  store: Store;
  deployment: Deployment;
  clock: Clock;
  access: Access;
  /** folder in which the bundles' own folders are made; drafts in `drafts` */
  out: string;
  revision?: string;
  /** PEM of the ed25519 private key that signs what is issued; absent = not signed */
  signKey?: string;
  /** who keeps back, renders and writes; absent = this thread */
  maker?: Maker;
}

/** Told once nothing refuses it any more and what takes long begins. */
interface Begun {
  onMaking?: () => void;
}

interface Making extends Begun {
  asOf: number;
  narrative: string;
  /** where the draft is written; absent = what it would be is all that is asked for */
  out?: Order['out'];
}

const ACTIONS: Record<Wish, Action> = {
  draft: 'write-bulletin',
  review: 'review-bulletin',
  return: 'review-bulletin',
  seal: 'seal-bulletin',
};

/** Drafts, reviews and seals editions and correction notices: each step by a post with the right to it, kept with its draft's hash. */
export class EditionDesk {
  readonly #options: DeskOptions;
  readonly #service: BulletinService;
  readonly #notices: NoticeMaker;
  #looked = '';

  constructor(options: DeskOptions) {
    const { reader, store, deployment, clock, revision, maker } = options;
    this.#options = options;
    const making = maker && { maker };
    this.#service = new BulletinService({
      reader,
      deployment,
      clock,
      ...making,
      ...(revision !== undefined && { revision }),
      watermark: async () => watermarkOf(store),
      notices: async () => bulletinNotices(store),
      append: async (row) => store.insert('bulletins', [row]),
    });
    this.#notices = new NoticeMaker({ reader, store, deployment, service: this.#service, ...making });
  }

  async state(ref: DocumentRef): Promise<DocumentState> {
    return readState(this.#options.store, documentKey(ref));
  }

  /** Everything that was begun, touched last first. */
  async states(): Promise<DocumentState[]> {
    return readStates(this.#options.store);
  }

  /**
   * A draft as of one cut-off (absent = now, or that of the same edition in another language), with what a writer adds (absent = what
   * the draft before held). The same content again is no new step.
   */
  async draft(
    ref: DocumentRef,
    { by, asOf, narrative, onMaking }: Begun & { by: Principal; asOf?: number; narrative?: string },
  ): Promise<DocumentState> {
    const state = await this.#allowed(ref, { by, wish: 'draft' });
    if (ref.correction !== undefined && state.draft === null)
      throw new BulletinRefused(
        'correction: a notice is opened where a published conclusion changed, not by hand',
        '更正通知由系统在已公布的结论改变时建立，不能自行起草',
      );
    const settled = asOf ?? (await this.#cutOff(ref));
    const told = narrative ?? state.draft?.narrative ?? '';
    const out = this.#draftFolder(state.document);
    const content = await this.#content(ref, { asOf: settled, narrative: told, out, ...(onMaking && { onMaking }) });
    if (content.id === state.draft?.content_id && state.stage !== 'returned' && state.stage !== 'void') return state;
    await this.#keepDraft(state, { by, content, asOf: settled, narrative: told });
    return this.state(ref);
  }

  /** The same draft with other words of the writer's. */
  async write(
    ref: DocumentRef,
    { by, narrative, ...begun }: Begun & { by: Principal; narrative: string },
  ): Promise<DocumentState> {
    const asOf = (await this.state(ref)).draft?.as_of;
    return this.draft(ref, { by, narrative, ...begun, ...(asOf !== undefined && { asOf }) });
  }

  async review(ref: DocumentRef, { by, remark = '' }: { by: Principal; remark?: string }): Promise<DocumentState> {
    return this.#step(ref, { by, remark, wish: 'review', step: 'reviewed' });
  }

  async sendBack(ref: DocumentRef, { by, remark }: { by: Principal; remark: string }): Promise<DocumentState> {
    if (remark.trim() === '') throw new BulletinRefused('remark: what is to be changed', '退回须写明原因');
    return this.#step(ref, { by, remark, wish: 'return', step: 'returned' });
  }

  /** Seals the draft's own snapshot; it is issued at once where its release day has come, else by `releaseSigned`. */
  async seal(
    ref: DocumentRef,
    { by, remark = '', onMaking }: Begun & { by: Principal; remark?: string },
  ): Promise<DocumentState> {
    const state = await this.#allowed(ref, { by, wish: 'seal' });
    const draft = draftOf(state);
    const { as_of: asOf, narrative } = draft;
    const again = await this.#content(ref, { asOf, narrative, ...(onMaking && { onMaking }) });
    if (again.id !== draft.content_id)
      throw new BulletinRefused(
        'draft: made again from its cut-off it differs (records older than the cut-off came in, or configuration or code changed); draft it anew',
        '按草稿的截止时刻重新生成，结果与草稿不同（收到了截止时刻之前的数据，或配置、程序有变），须重新起草',
      );
    const changed = (await this.changes(ref)).length;
    await this.#append(state, { by, step: 'signed', remark, data: { changedSince: changed } });
    await this.#issueIfDue(ref);
    return this.state(ref);
  }

  /** Issues what was sealed and whose release day has come; gives the documents. */
  async releaseSigned(): Promise<string[]> {
    const waiting = (await this.states()).filter(({ stage }) => stage === 'signed');
    const issued: string[] = [];
    for (const { document } of waiting) if (await this.#issueIfDue(refOf(document))) issued.push(document);
    return issued;
  }

  /** Figures of the draft that read otherwise now. */
  async changes(ref: DocumentRef): Promise<ReturnType<typeof differences>> {
    const pair = await this.#sinceDraft(ref);
    return pair ? differences(pair.before, pair.after) : [];
  }

  /** The same in words, the first lines; empty where nothing changed. */
  async changeLines(ref: DocumentRef, lang: Lang): Promise<string[]> {
    const pair = await this.#sinceDraft(ref);
    return pair && differences(pair.before, pair.after).length > 0 ? diffLines(pair, { lang }) : [];
  }

  /** One file of the draft that counts; null where there is none such. */
  async draftFile(ref: DocumentRef, name: string): Promise<Buffer | null> {
    const { draft } = await this.state(ref);
    if (!draft || !/^[\w-]+\.[a-z]+$/.test(name)) return null;
    return readFile(join(draft.path, name)).catch(() => null);
  }

  /** Opens, renews or voids correction notices, one for each edition in circulation; gives those that it touched. */
  async correct(): Promise<DocumentState[]> {
    const { store, deployment } = this.#options;
    await deployment.refresh?.();
    const asOf = await this.#cutOffNow();
    const looked = await this.#notices.basis(asOf);
    if (looked === this.#looked) return [];
    const touched: DocumentState[] = [];
    for (const found of await this.#notices.find(asOf)) {
      const state = await readState(store, documentKey(found.ref));
      const by = systemOf(deployment);
      if (found.fingerprint === null) {
        if (state.draft === null || state.stage === 'void' || state.stage === 'issued') continue;
        await this.#append(state, { by, step: 'void', remark: 'the published conclusions stand again' });
      } else {
        if (state.stage !== 'void' && fingerprintIn(state) === found.fingerprint) continue;
        const { ref, asOf, fingerprint } = found;
        const content = await this.#notices.make(ref, { asOf }, this.#draftFolder(state.document));
        await this.#keepDraft(state, { by, content, asOf, narrative: '', data: { fingerprint } });
      }
      touched.push(await readState(store, state.document));
    }
    this.#looked = looked;
    return touched;
  }

  async #allowed(ref: DocumentRef, { by, wish }: { by: Principal; wish: Wish }): Promise<DocumentState> {
    const { access } = this.#options;
    const state = await this.state(ref);
    const mayAct = by.post === SYSTEM || access.allowsEverywhere(by, ACTIONS[wish]);
    const isPost = wish === 'draft' || by.tokenId !== '';
    const why = !mayAct
      ? { zh: `岗位 ${by.post} 无此权限`, en: `${by.post} has no right to it` }
      : !isPost
        ? { zh: '须凭岗位令牌', en: 'a post with a token is needed' }
        : refusal(state, wish, by.post);
    if (why === null) return state;
    await this.#audit(state.document, { by, wish, outcome: 'refused', detail: why.en });
    throw new BulletinRefused(`${wish} ${state.document}: ${why.en}`, why.zh);
  }

  async #step(
    ref: DocumentRef,
    {
      by,
      remark,
      wish,
      step,
    }: { by: Principal; remark: string; wish: 'review' | 'return'; step: 'reviewed' | 'returned' },
  ): Promise<DocumentState> {
    const state = await this.#allowed(ref, { by, wish });
    await this.#append(state, { by, step, remark });
    return this.state(ref);
  }

  async #append(
    state: DocumentState,
    {
      by,
      step,
      remark = '',
      data,
      path,
    }: {
      by: Principal;
      step: 'reviewed' | 'returned' | 'signed' | 'issued' | 'void';
      remark?: string;
      data?: unknown;
      path?: string;
    },
  ): Promise<void> {
    const { store, clock } = this.#options;
    const draft = draftOf(state);
    const about = path === undefined ? draft : { ...draft, path };
    await appendStep(store, state, { step, at: clock(), by, draft: about, remark, data });
    await this.#audit(state.document, { by, wish: step, outcome: 'done', detail: remark });
  }

  async #keepDraft(
    state: DocumentState,
    {
      by,
      content,
      asOf,
      narrative,
      data,
    }: { by: Principal; content: Made; asOf: number; narrative: string; data?: unknown },
  ): Promise<void> {
    const { store, clock } = this.#options;
    const { path } = content;
    const draft = { as_of: asOf, content_id: content.id, path, narrative };
    await appendStep(store, state, { step: 'drafted', at: clock(), by, draft, data });
    await this.#audit(state.document, { by, wish: 'drafted', outcome: 'done', detail: content.id.slice(0, 12) });
  }

  async #issueIfDue(ref: DocumentRef): Promise<boolean> {
    const { clock, deployment, out, signKey } = this.#options;
    const state = await this.state(ref);
    await deployment.refresh?.();
    const now = clock();
    const from = publicFrom(ref.edition, { quarter: ref.quarter, calendar: new Setting(deployment, now).calendar });
    if (state.stage !== 'signed' || (ref.correction === undefined && dayOf(now) < from)) return false;
    const draft = draftOf(state);
    const posts: Posts = { written: state.writers, reviewed: state.reviewer ?? '', sealed: state.signer ?? '' };
    const path = join(out, folderOf(state.document));
    const signing = signKey === undefined ? {} : { signKey };
    const { as_of: asOf, narrative } = draft;
    if (ref.correction === undefined)
      await this.#service.issue({ ...ref, asOf, posts, out: path, ...signing, ...(narrative !== '' && { narrative }) });
    else await this.#notices.issue(ref, { asOf, posts, out: path, now, ...signing });
    await this.#append(state, { by: systemOf(deployment), step: 'issued', path });
    return true;
  }

  async #content(ref: DocumentRef, { asOf, narrative, out, onMaking }: Making): Promise<Made> {
    if (ref.correction !== undefined) {
      onMaking?.();
      return this.#notices.make(ref, { asOf }, out);
    }
    const told = narrative === '' ? {} : { narrative };
    return this.#service.make({ ...ref, asOf, isDraft: true, ...told, ...(onMaking && { onMaking }) }, out);
  }

  #draftFolder(document: string): NonNullable<Order['out']> {
    return { path: join(this.#options.out, 'drafts', folderOf(document)), isNamedById: true };
  }

  async #cutOffNow(): Promise<number> {
    const { clock, store } = this.#options;
    return Math.min(clock(), (await watermarkOf(store)) ?? clock());
  }

  /** Every language of an edition is of one cut-off. */
  async #cutOff({ quarter, edition, audience, lang }: DocumentRef): Promise<number> {
    const sealed = await this.#options.reader.bulletins();
    const other = sealed.find(
      (row) => row.quarter === quarter && row.edition === edition && row.audience === audience && row.lang !== lang,
    );
    return other?.as_of ?? this.#cutOffNow();
  }

  async #sinceDraft(ref: DocumentRef): Promise<{ before: HeldEdition; after: HeldEdition } | null> {
    const { draft } = await this.state(ref);
    if (!draft || ref.correction !== undefined) return null;
    const { quarter, edition, audience, lang } = ref;
    const { content_id: bundle_id, as_of, path } = draft;
    const row: BulletinRow = { bundle_id, quarter, edition, audience, lang, as_of, sealed_at: 0, path, cells: '[]' };
    const before = await heldEdition(row);
    const cells = await this.#cellsNow(ref);
    const held = new Set(before.cells.map(({ region, indicator, period }) => `${region}/${indicator}/${period}`));
    const same = cells.filter(({ region, indicator, period }) => held.has(`${region}/${indicator}/${period}`));
    const asOf = await this.#cutOffNow();
    return { before, after: { ...before, asOf, cells: same, definitions: definitionsOf(INDICATORS) } };
  }

  /** As its readers would be told now: what is kept from them is no change. */
  async #cellsNow(ref: DocumentRef): Promise<readonly Cell[]> {
    if (ref.audience === 'internal') return this.#options.reader.cells({ period: ref.quarter });
    return (await this.#service.input({ ...ref, asOf: await this.#cutOffNow() })).cells;
  }

  async #audit(
    document: string,
    { by, wish, outcome, detail }: { by: Principal; wish: string; outcome: 'done' | 'refused'; detail: string },
  ): Promise<void> {
    const { access, deployment } = this.#options;
    await access.audit({ by, action: `bulletin-${wish}`, object: document, area: deployment.city, outcome, detail });
  }
}

function draftOf({ draft, document }: DocumentState): NonNullable<DocumentState['draft']> {
  if (draft === null) throw new BulletinRefused(`${document}: not drafted yet`, '尚未起草');
  return draft;
}

function fingerprintIn({ draft }: DocumentState): string | undefined {
  return (JSON.parse(draft?.data ?? '{}') as { fingerprint?: string }).fingerprint;
}

/** 2026Q3-provisional-internal-zh. */
function folderOf(document: string): string {
  return document.replaceAll(/[^\w-]+/g, '-');
}

function systemOf({ city }: Deployment): Principal {
  return { tokenId: '', post: SYSTEM, role: 'console', area: city, source: null };
}
