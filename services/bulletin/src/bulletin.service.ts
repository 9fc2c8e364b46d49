import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf, yearBefore, shanghai } from '@duqing/calendar';
import { INDICATORS, type Cell, type Lang } from '@duqing/catalogue';
import { DEFAULT_RULE, type DisclosureRule } from '@duqing/disclosure';
import { inForceOn, knownAt, Setting, type Deployment, type Letterhead, type Version } from '@duqing/regions';
import { SHIPPED } from '@duqing/substances';
import { quarterBefore } from '@duqing/pages';
import type { Clock } from '@duqing/runtime';
import type { BulletinNoticeRow, BulletinRow, Reader } from '@duqing/warehouse';
import { forAudience, type Disclosing } from './core/audience.ts';
import { sha256, type Making, type PartVersion, type Posts } from './core/bundle.ts';
import { BulletinRefused, editionOn, refuseEarly } from './core/edition.ts';
import { narrativeOf } from './core/narrative.ts';
import { CHARTED } from './core/sections/charts.ts';
import type { Area, Audience, BulletinInput, EarlierEdition, Edition } from './core/types.ts';
import { makeHere, type Made, type Maker, type Order } from './making/make.ts';
import { publishedBefore, sealingMoment, type Published } from './published.ts';

export interface BulletinOptions {
  reader: Reader;
  deployment: Deployment;
  clock: Clock;
  /** ms up to which all that was sent is held; null where nothing is settled yet */
  watermark: () => Promise<number | null>;
  /** which code makes them, such as a commit's id; absent = unknown */
  revision?: string;
  /** correction notices that were issued: what public ones told is known */
  notices: () => Promise<BulletinNoticeRow[]>;
  /** keeps that a bulletin was issued: one row of `bulletins` */
  append: (row: BulletinRow) => Promise<void>;
  /** who keeps back, renders and writes; absent = this thread */
  maker?: Maker;
}

export interface MakeRequest {
  quarter: string;
  lang: Lang;
  /** absent = the fullest that the cut-off allows */
  edition?: Edition;
  /** internal (default), public, or county:CODE */
  audience?: string;
  /** ms; absent = now, or the last moment that is settled */
  asOf?: number;
  /** what a writer adds, as Markdown with placeholders; absent = what the sealed edition holds, or nothing */
  narrative?: string;
  /** not reviewed and sealed yet: every form says so */
  isDraft?: boolean;
  /** told once everything is read, nothing refuses it any more and what takes long begins */
  onMaking?: () => void;
  /** who wrote, reviewed and sealed it; absent = what the sealed edition holds, or nobody: made by command alone */
  posts?: Posts;
}

export interface IssueRequest extends Omit<MakeRequest, 'isDraft' | 'onMaking'> {
  /** folder of the bundle: absent, empty, or holding these very files */
  out: string;
  /** PEM of the ed25519 private key that signs the manifest; absent = not signed */
  signKey?: string;
}

export interface Issued {
  row: BulletinRow;
  files: string[];
}

/** Issues bulletins: everything from one cut-off, all files or none, and a row that says so. */
export class BulletinService {
  readonly #options: BulletinOptions;

  constructor(options: BulletinOptions) {
    this.#options = options;
  }

  /** Throws a BulletinRefused where the request cannot be met; nothing is written then. */
  async issue(request: IssueRequest): Promise<Issued> {
    const asOf = await this.#cutOff(request.asOf);
    const edition = editionFor(request, new Setting(this.#options.deployment, asOf));
    const sealed = await this.#sealed(request, edition);
    if (sealed && sealed.as_of !== asOf) throw changed(sealed);
    const narrative = request.narrative ?? (sealed && (await toldIn(sealed)));
    const posts = request.posts ?? (sealed && (await postsIn(sealed)));
    const told = { ...(narrative !== undefined && { narrative }), ...(posts && { posts }) };
    const out = {
      path: request.out,
      ...(request.signKey !== undefined && { signKey: request.signKey }),
      ...(sealed && { onlyAs: sealed.bundle_id }),
    };
    const made = await this.make({ ...request, edition, asOf, ...told }, out);
    if (sealed && sealed.bundle_id !== made.id) throw differs(sealed);
    const row = sealed ?? (await this.#rowOf({ ...request, edition, asOf }, { ...made, path: request.out }));
    if (!sealed) await this.#append(row, made.isNew);
    return { row, files: made.files };
  }

  /** The same without a row, and without a file where `out` is absent. */
  async make(request: MakeRequest, out?: Order['out']): Promise<Made> {
    const { maker = makeHere } = this.#options;
    const { gathered, disclosing } = await this.#gathered(request);
    // what a writer got wrong is said before anything is made
    narrativeOf(request.narrative ?? '', gathered);
    request.onMaking?.();
    const { catalogue: _catalogue, ...plain } = gathered;
    const making = this.makingOf(gathered.asOf, request.posts);
    return maker({ of: { kind: 'edition', gathered: plain, disclosing }, making, ...(out && { out }) });
  }

  /** What an edition's readers would be told. */
  async input(request: MakeRequest): Promise<BulletinInput> {
    const { gathered, disclosing } = await this.#gathered(request);
    return forAudience(gathered, disclosing);
  }

  async #gathered(request: MakeRequest): Promise<{ gathered: BulletinInput; disclosing: Disclosing }> {
    const asOf = await this.#cutOff(request.asOf);
    const setting = new Setting(this.#options.deployment, asOf);
    const gathered = await this.gather(request, { edition: editionFor(request, setting), setting });
    return { gathered, disclosing: await this.#disclosing(gathered) };
  }

  /** An edition as of a moment, whole, and as its readers are told it beside all that was published before. */
  async told(
    request: MakeRequest,
    { edition, asOf }: { edition: Edition; asOf: number },
  ): Promise<{ whole: BulletinInput; told: BulletinInput }> {
    const whole = await this.gather(request, { edition, setting: new Setting(this.#options.deployment, asOf) });
    return { whole, told: forAudience(whole, await this.#disclosing(whole)) };
  }

  async #disclosing(gathered: BulletinInput): Promise<Disclosing> {
    const { asOf } = gathered;
    const earlier = publishedBefore(await this.published(), { ...gathered, as_of: asOf });
    return { rule: ruleAt(this.#options.deployment, asOf), earlier };
  }

  async published(): Promise<Published> {
    const { reader, notices } = this.#options;
    return { editions: await reader.bulletins(), notices: await notices() };
  }

  /** What a manifest says of how its bundle was made. */
  makingOf(asOf: number, posts?: Posts): Making {
    const { deployment, revision = 'unknown' } = this.#options;
    return { deployment: deployment.id, versions: versionsAt(deployment, asOf), revision, posts: posts ?? null };
  }

  async #sealed(
    { quarter, audience = 'internal', lang }: IssueRequest,
    edition: Edition,
  ): Promise<BulletinRow | undefined> {
    const rows = await this.#options.reader.bulletins();
    return rows.find(
      (row) => row.quarter === quarter && row.edition === edition && row.audience === audience && row.lang === lang,
    );
  }

  /** A bundle that the store does not know of was not issued: what was just written goes again where the row cannot be kept. */
  async #append(row: BulletinRow, isNew: boolean): Promise<void> {
    try {
      await this.#options.append(row);
    } catch (error) {
      if (isNew) await rm(row.path, { recursive: true, force: true });
      throw error;
    }
  }

  async #cutOff(asked: number | undefined): Promise<number> {
    await this.#options.deployment.refresh?.();
    if (asked !== undefined) return asked;
    const now = this.#options.clock();
    return Math.min(now, (await this.#options.watermark()) ?? now);
  }

  /** Everything that an edition is made of, as of one moment: one view of it for all reads. */
  async gather(request: MakeRequest, at: { edition: Edition; setting: Setting }): Promise<BulletinInput> {
    const { reader } = this.#options;
    const read = async (over: Reader): Promise<BulletinInput> => this.#gatherOver(over, request, at);
    return reader.asOfView ? reader.asOfView(at.setting.asOf, read) : read(reader);
  }

  async #gatherOver(
    reader: Reader,
    { quarter, lang, narrative, audience: asked = 'internal', isDraft = false }: MakeRequest,
    { edition, setting }: { edition: Edition; setting: Setting },
  ): Promise<BulletinInput> {
    const { asOf, city } = setting;
    const previous = quarterBefore(quarter);
    const nameOf = (code: string): Area => ({ code, name: setting.regions.get(code)?.name ?? { zh: code, en: code } });
    const units = setting.regions.unitsOf(city, dayOf(asOf)).map(({ code }) => nameOf(code));
    const audience = audienceOf(asked, units);
    const focus = units.find(({ code }) => audience === `county:${code}`);
    const region = focus?.code ?? city;
    const history: Cell[] = [];
    for (const indicator of CHARTED) history.push(...(await reader.cells({ indicator, region, asOf })));
    const yearBeforeCells = await reader.cells({ period: yearBefore(quarter), region: city, asOf });
    if (focus) yearBeforeCells.push(...(await reader.cells({ period: yearBefore(quarter), region, asOf })));
    const seized = { period: quarter, region, asOf };
    return {
      quarter,
      edition,
      audience,
      lang,
      asOf,
      city: nameOf(city),
      ...(focus && { focus }),
      units,
      cells: await reader.cells({ period: quarter, asOf }),
      previousCells: await reader.cells({ period: previous, asOf }),
      yearBeforeCells,
      ...massOf(await bySubstance(reader, { ...seized, indicator: 'seized-mass' }), setting),
      ...(audience === 'public' && {
        seizuresBySubstance: await bySubstance(reader, { ...seized, indicator: 'seizure-count' }),
      }),
      history: history.filter(({ period }) => period <= quarter),
      alerts: await reader.alerts(asOf),
      signals: await reader.signals(asOf),
      catalogue: INDICATORS,
      ...(narrative !== undefined && { narrative }),
      ...(isDraft && { isDraft }),
      calendar: setting.calendar,
      ...(audience === 'internal' && { earlier: await this.#earlier(quarter, asOf) }),
      ...letterheadAt(this.#options.deployment, asOf),
      simulated: setting.simulated,
    };
  }

  /** What this edition's figures are held against: the newest edition of the quarter before and of its own, sealed by the cut-off. */
  async #earlier(quarter: string, asOf: number): Promise<EarlierEdition[]> {
    const { reader, deployment } = this.#options;
    const known = (await reader.bulletins()).filter((row) => row.audience === 'internal' && row.sealed_at <= asOf);
    const found: EarlierEdition[] = [];
    for (const one of [quarterBefore(quarter), quarter]) {
      const row = known.filter((sealed) => sealed.quarter === one).sort((a, b) => b.sealed_at - a.sealed_at)[0];
      if (!row) continue;
      const cells = await reader.cells({ period: one, asOf: row.as_of });
      const since = versionsAt(deployment, asOf).filter(
        ({ recordedAt }) => recordedAt !== null && Date.parse(recordedAt) > row.as_of,
      );
      found.push({ quarter: one, edition: row.edition, asOf: row.as_of, cells, changedParts: since });
    }
    return found;
  }

  async #rowOf(
    { quarter, edition, audience = 'internal', lang, asOf }: MakeRequest & { edition: Edition; asOf: number },
    { id, path, said }: Pick<Made, 'id' | 'said'> & { path: string },
  ): Promise<BulletinRow> {
    const sealedAt = sealingMoment(await this.published(), { now: this.#options.clock(), asOf });
    const of = { quarter, edition, audience, lang };
    return { bundle_id: id, ...of, as_of: asOf, sealed_at: sealedAt, path, cells: said };
  }
}

/** What the writer added to an edition that is made again. */
async function toldIn({ path }: BulletinRow): Promise<string | undefined> {
  return readFile(join(path, 'narrative.md'), 'utf8').catch(() => undefined);
}

/** Who sealed an edition that is made again. */
async function postsIn({ path }: BulletinRow): Promise<Posts | undefined> {
  const text = await readFile(join(path, 'manifest.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { posts?: Posts | null }).posts ?? undefined;
}

async function bySubstance(
  reader: Reader,
  query: { period: string; region: string; asOf: number; indicator: string },
): Promise<Cell | undefined> {
  const cells = await reader.cells({ ...query, by: 'substance' });
  return cells.find(({ period }) => period === query.period);
}

/** The mass by substance, and what these are called. */
function massOf(
  cell: Cell | undefined,
  { substances }: Setting,
): Pick<BulletinInput, 'bySubstance' | 'substanceNames'> {
  const names = cell?.breakdown?.flatMap(({ key }) => {
    const name = substances.nameOf(key);
    return name ? [[key, name] as const] : [];
  });
  return { bySubstance: cell, substanceNames: Object.fromEntries(names ?? []) };
}

function changed({ quarter, edition, lang, as_of }: BulletinRow): BulletinRefused {
  const moment = shanghai(as_of);
  return new BulletinRefused(
    `edition: the ${edition} edition of ${quarter} (${lang}) is sealed as of ${moment} and never changes; as of that moment it can be made again`,
  );
}

function differs({ quarter, edition, lang, as_of }: BulletinRow): BulletinRefused {
  return new BulletinRefused(
    `edition: the ${edition} edition of ${quarter} (${lang}) is sealed as of ${shanghai(as_of)} and never changes; what would be made now differs: other data, narrative, configuration or code (DUQING_REVISION)`,
  );
}

function audienceOf(asked: string, units: readonly Area[]): Audience {
  if (asked === 'internal' || asked === 'public') return asked;
  const code = units.find((unit) => asked === `county:${unit.code}`)?.code;
  if (code !== undefined) return `county:${code}`;
  throw new BulletinRefused(
    `audience: ${asked} is none; internal, public or county: with the code of an area of the city, such as county:${units[0]?.code ?? ''}`,
    `读者“${asked}”无效：可用 internal、public，或 county: 加本市下辖地区代码，如 county:${units[0]?.code ?? ''}`,
  );
}

function editionFor(
  { edition, quarter }: Pick<MakeRequest, 'edition' | 'quarter'>,
  { calendar, asOf }: Setting,
): Edition {
  const day = dayOf(asOf);
  if (edition === undefined) return editionOn(day, { quarter, calendar });
  refuseEarly(edition, { day, quarter, calendar });
  return edition;
}

/** How documents were headed as known at the cut-off; nothing where the deployment does not say. */
function letterheadAt({ letterhead }: Deployment, asOf: number): { letterhead?: Letterhead } {
  const known = knownAt(letterhead ?? [], asOf);
  return known.length === 0 ? {} : { letterhead: inForceOn(known, dayOf(asOf)) };
}

/** What public editions kept back as known at the cut-off. */
function ruleAt({ disclosure }: Deployment, asOf: number): DisclosureRule {
  const known = knownAt(disclosure ?? [], asOf);
  return known.length === 0 ? DEFAULT_RULE : inForceOn(known, dayOf(asOf));
}

/** The versions of each part of the configuration that were known at the cut-off. */
function versionsAt(deployment: Deployment, asOf: number): PartVersion[] {
  const parts = [
    'regions',
    'calendar',
    'methods',
    'categories',
    'targets',
    'substances',
    'letterhead',
    'disclosure',
  ] as const;
  return parts.flatMap((part) => {
    const versions: readonly Version<unknown>[] = deployment[part] ?? [];
    // the table that is shipped is named by the code's revision
    const known = versions
      .filter((version) => version !== SHIPPED)
      .filter(({ recordedAt }) => recordedAt === null || Date.parse(recordedAt) <= asOf);
    return known.map(({ validFrom, recordedAt, source, value }) => ({
      part,
      validFrom,
      recordedAt,
      source,
      sha256: sha256(JSON.stringify(value)),
    }));
  });
}
