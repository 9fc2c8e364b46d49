import { dayOf } from '@duqing/calendar';
import type { Deployment } from '@duqing/regions';
import type { Cell } from '@duqing/catalogue';
import {
  bulletinNotices,
  type BulletinNoticeRow,
  type BulletinRow,
  type Explanation,
  type Reader,
  type Store,
} from '@duqing/warehouse';
import type { BulletinService } from '../bulletin.service.ts';
import { sha256, type Making, type Posts } from '../core/bundle.ts';
import { correctionsOf, withCorrected, type Correction, type Corrections } from '../core/desk/corrections.ts';
import type { NoticeInput } from '../core/desk/notice.ts';
import {
  reasonsFor,
  reasonsOf,
  subjectsChanged,
  type Behind,
  type LedgerEntry,
  type Reason,
} from '../core/desk/reasons.ts';
import { documentKey, type DocumentRef } from '../core/desk/state.ts';
import { BulletinRefused } from '../core/edition.ts';
import { figureId } from '../core/rows.ts';
import type { BulletinInput, Edition } from '../core/types.ts';
import { sealingMoment, type NoticedCell } from '../published.ts';
import { makeHere, type Made, type Maker, type Order } from '../making/make.ts';

export interface NoticeOptions {
  reader: Reader;
  store: Store;
  deployment: Deployment;
  service: BulletinService;
  /** who renders and writes; absent = this thread */
  maker?: Maker;
}

/** What an edition in circulation would have to correct. */
export interface FoundCorrection {
  ref: DocumentRef;
  asOf: number;
  /** of what would be said; null = nothing published is wrong */
  fingerprint: string | null;
}

type Told = Awaited<ReturnType<BulletinService['told']>>;
/** Looks at editions as of moments, kept while all are gone through. */
type Seen = Map<string, Promise<Told>>;

/** Figures whose records are looked up; beyond it a notice says where to look. */
const EXPLAINED = 40;
const EDITIONS: readonly Edition[] = ['flash', 'provisional', 'final'];

/** Correction notices of editions: finds what they would say, makes and issues them. */
export class NoticeMaker {
  readonly #options: NoticeOptions;

  constructor(options: NoticeOptions) {
    this.#options = options;
  }

  /** Changes whenever anything that a notice could follow from does: records, sealed editions, configuration, the day. */
  async basis(asOf: number): Promise<string> {
    const { store, service } = this.#options;
    const [row] = await store.query<{ rows: number; editions: number; notices: number }>(
      `SELECT toFloat64((SELECT count() FROM ledger WHERE received_at <= {asOf:Int64})) AS rows,
  toFloat64((SELECT count() FROM bulletins FINAL)) AS editions, toFloat64((SELECT count() FROM bulletin_notices FINAL)) AS notices`,
      { asOf },
    );
    return sha256(JSON.stringify([row, dayOf(asOf), service.makingOf(asOf).versions]));
  }

  /**
   * For each edition in circulation (the fullest of its quarter, audience and language) as of a moment; one that a fuller one replaced is
   * not corrected any more.
   */
  async find(asOf: number): Promise<FoundCorrection[]> {
    const notices = await bulletinNotices(this.#options.store);
    const seen: Seen = new Map();
    const found: FoundCorrection[] = [];
    for (const row of inCirculation(await this.#options.reader.bulletins())) {
      const own = noticesOf(row, notices);
      const compared = await this.#compare(row, { notices: own, asOf, seen }).catch(unlessGone);
      if (compared === null) continue;
      const { corrections } = compared;
      const isNone = corrections.figures.length + corrections.sentences.length === 0;
      const fingerprint = isNone ? null : fingerprintOf(corrections);
      found.push({ ref: { ...refOfRow(row), correction: own.length + 1 }, asOf, fingerprint });
    }
    return found;
  }

  /** A draft, written where `out` says so. */
  async make(ref: DocumentRef, { asOf }: { asOf: number }, out?: Order['out']): Promise<Made> {
    return this.#made(await this.#input(ref, { asOf, isDraft: true }), out);
  }

  async #made({ input, making }: { input: NoticeInput; making: Making }, out?: Order['out']): Promise<Made> {
    const { maker = makeHere } = this.#options;
    const { catalogue: _catalogue, ...said } = input.said;
    return maker({ of: { kind: 'notice', notice: { ...input, said } }, making, ...(out && { out }) });
  }

  async issue(
    ref: DocumentRef,
    { asOf, posts, out, now, signKey }: { asOf: number; posts: Posts; out: string; now: number; signKey?: string },
  ): Promise<void> {
    const given = await this.#input(ref, { asOf, isDraft: false, posts });
    const { input } = given;
    const { id } = await this.#made(given, { path: out, ...(signKey !== undefined && { signKey }) });
    const row: BulletinNoticeRow = {
      bundle_id: id,
      document: documentKey(ref),
      edition_id: input.editionId,
      number: input.number,
      as_of: asOf,
      sealed_at: sealingMoment(await this.#options.service.published(), { now, asOf }),
      path: out,
      figures: JSON.stringify(noticed(given)),
    };
    await this.#options.store.insert('bulletin_notices', [row]);
  }

  async #input(
    ref: DocumentRef,
    { asOf, isDraft, posts }: { asOf: number; isDraft: boolean; posts?: Posts },
  ): Promise<{ input: NoticeInput; making: Making; whole: BulletinInput }> {
    const row = (await this.#options.reader.bulletins()).find((one) => documentKey(refOfRow(one)) === editionKey(ref));
    if (!row) throw new BulletinRefused(`correction: ${editionKey(ref)} is not issued`);
    const number = ref.correction ?? 1;
    const notices = noticesOf(row, await bulletinNotices(this.#options.store)).filter((one) => one.number < number);
    const { said, saidAt, whole, corrections } = await this.#compare(row, { notices, asOf });
    const reasons = await this.#reasons(corrections.figures, { saidAt, asOf, said });
    const input = { said, editionId: row.bundle_id, number, asOf, found: corrections, reasons, isDraft };
    return { input, making: this.#options.service.makingOf(asOf, posts), whole };
  }

  async #compare(
    row: BulletinRow,
    { notices, asOf, seen = new Map() }: { notices: readonly BulletinNoticeRow[]; asOf: number; seen?: Seen },
  ): Promise<{
    said: BulletinInput;
    saidAt: ReadonlyMap<string, number>;
    whole: BulletinInput;
    corrections: Corrections;
  }> {
    const { as_of } = row;
    const published = (await this.#told(row, { asOf: as_of, seen })).told;
    const saidAt = new Map(published.cells.map((cell) => [figureId(cell), as_of]));
    const told: Cell[] = [];
    for (const notice of notices) {
      for (const { truth: _truth, ...cell } of JSON.parse(notice.figures) as NoticedCell[]) {
        told.push(cell);
        saidAt.set(figureId(cell), notice.as_of);
      }
    }
    const last = notices.at(-1)?.as_of ?? as_of;
    const previous = last === as_of ? [] : (await this.#told(row, { asOf: last, seen })).told.previousCells;
    const said = withCorrected(published, { cells: told, previous });
    const { whole, told: live } = await this.#told(row, { asOf, seen });
    return { said, saidAt, whole, corrections: correctionsOf(said, { ...live, whole: whole.cells }) };
  }

  /** What an edition's readers were, or would be, told as of a moment; the same for every language. */
  async #told(row: BulletinRow, { asOf, seen }: { asOf: number; seen: Seen }): Promise<Told> {
    const { quarter, edition, audience } = row;
    const key = [quarter, edition, audience, asOf].join('/');
    const held = seen.get(key) ?? this.#options.service.told({ quarter, audience, lang: 'zh' }, { edition, asOf });
    seen.set(key, held);
    const { whole, told } = await held;
    const { lang } = refOfRow(row);
    return { whole: { ...whole, lang }, told: { ...told, lang } };
  }

  async #reasons(
    figures: readonly Correction[],
    { saidAt, asOf, said }: { saidAt: ReadonlyMap<string, number>; asOf: number; said: BulletinInput },
  ): Promise<Map<string, Reason[]>> {
    const reasons = new Map<string, Reason[]>();
    for (const [index, pair] of figures.entries()) {
      const id = figureId(pair.before);
      // why a figure is no longer told would say what it is
      if (pair.after.withheld) continue;
      const isRead = index < EXPLAINED && pair.before.composite === undefined;
      const behind = isRead ? await this.#behind(pair.before, { saidAt: saidAt.get(id) ?? asOf, asOf }) : null;
      reasons.set(id, reasonsFor(reasonsOf(pair, behind), said));
    }
    return reasons;
  }

  async #behind(
    { indicator, region, period }: Cell,
    { saidAt, asOf }: { saidAt: number; asOf: number },
  ): Promise<Behind> {
    const { reader, store } = this.#options;
    const events = async (at: number): Promise<Explanation['events']> =>
      (await reader.explain({ indicator, region, period, asOf: at })).events;
    const [before, after] = [await events(saidAt), await events(asOf)];
    const subjects = subjectsChanged({ before, after });
    const ledger = await store.query<LedgerEntry>(
      `SELECT subject, source, toFloat64(revision) AS revision, withdrawn, received_at,
  if(withdrawn, JSONExtractString(data, 'reason'), '') AS reason
FROM ledger FINAL WHERE subject IN {subjects:Array(String)} AND received_at <= {asOf:Int64} ORDER BY subject, received_at, offset`,
      { subjects, asOf },
    );
    return { before, after, ledger, saidAt };
  }
}

function refOfRow({ quarter, edition, audience, lang }: BulletinRow): DocumentRef {
  return { quarter, edition, audience, lang: lang === 'en' ? 'en' : 'zh' };
}

function editionKey({ quarter, edition, audience, lang }: DocumentRef): string {
  return documentKey({ quarter, edition, audience, lang });
}

/** The fullest edition of each quarter, audience and language. */
function inCirculation(rows: readonly BulletinRow[]): BulletinRow[] {
  const groups = Map.groupBy(rows, ({ quarter, audience, lang }) => `${quarter}/${audience}/${lang}`);
  return [...groups.values()].flatMap((group) =>
    group.toSorted((a, b) => EDITIONS.indexOf(b.edition) - EDITIONS.indexOf(a.edition)).slice(0, 1),
  );
}

/** An area that is none any more has nobody left to be told; anything else that goes wrong is not passed over. */
function unlessGone(error: unknown): null {
  if (error instanceof BulletinRefused) return null;
  throw error;
}

function noticesOf(row: BulletinRow, notices: readonly BulletinNoticeRow[]): BulletinNoticeRow[] {
  return notices.filter(({ edition_id }) => edition_id === row.bundle_id).sort((a, b) => a.number - b.number);
}

/** The figures as they are told, those of a public notice with what stands behind them. */
function noticed({ input: { said, found }, whole }: { input: NoticeInput; whole: BulletinInput }): NoticedCell[] {
  const truth = new Map(whole.cells.map((cell) => [figureId(cell), cell]));
  return found.figures.map(({ after }) => {
    const cell = truth.get(figureId(after));
    if (said.audience !== 'public' || !cell) return after;
    const { numerator, denominator, value, base } = cell;
    return { ...after, truth: { numerator, denominator, value, ...(base && { base }) } };
  });
}

function fingerprintOf({ figures, sentences }: Corrections): string {
  const told = figures.map(({ before, after }) => [figureId(before), ...saidBy(before), ...saidBy(after)]);
  return sha256(JSON.stringify([told, sentences]));
}

function saidBy({ numerator, denominator, value, verdict }: Cell): unknown[] {
  return [numerator, denominator, value, verdict];
}
