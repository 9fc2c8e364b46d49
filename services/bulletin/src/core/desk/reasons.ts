import type { Cell, Lang } from '@duqing/catalogue';
import type { ExplainedEvent } from '@duqing/warehouse';
import type { BulletinInput } from '../types.ts';

/** One message of an entity, as far as a reason needs it. */
export interface LedgerEntry {
  subject: string;
  source: string;
  revision: number;
  withdrawn: boolean;
  received_at: number;
  /** code of a withdrawal; '' otherwise */
  reason: string;
}

type ReasonKind =
  'late' | 'corrected' | 'withdrawn' | 'attested' | 'target' | 'configuration' | 'follows' | 'unexplained';

export interface Reason {
  kind: ReasonKind;
  /** records; 0 where it is not about records */
  records: number;
  /** units that sent them, by path */
  sources: string[];
  /** codes of withdrawals */
  codes: string[];
}

/** Records behind a figure when it was published, and now. */
export interface Behind {
  before: readonly ExplainedEvent[];
  after: readonly ExplainedEvent[];
  ledger: readonly LedgerEntry[];
  /** ms: as of when it was published */
  saidAt: number;
}

/** Subjects whose record came, went or changed between the two. */
export function subjectsChanged({ before, after }: Pick<Behind, 'before' | 'after'>): string[] {
  const was = new Map(before.map((event) => [event.subject, said(event)]));
  const now = new Map(after.map((event) => [event.subject, said(event)]));
  return [...new Set([...was.keys(), ...now.keys()])].filter((subject) => was.get(subject) !== now.get(subject)).sort();
}

function said({ source, id, revision, part }: ExplainedEvent): string {
  return [source, id, revision, part].join('\n');
}

/** Why a figure changed: by its records, then by what it is judged with; something is always said. */
export function reasonsOf({ before, after }: { before: Cell; after: Cell }, behind: Behind | null): Reason[] {
  if (before.composite !== undefined) return [plain('follows')];
  const reasons = behind === null ? [] : recordReasons(behind);
  if (after.completeness.feedsAttested !== before.completeness.feedsAttested) reasons.push(plain('attested'));
  if (JSON.stringify(before.target) !== JSON.stringify(after.target)) reasons.push(plain('target'));
  if (reasons.length > 0) return reasons;
  return [plain(behind === null ? 'unexplained' : 'configuration')];
}

function plain(kind: ReasonKind): Reason {
  return { kind, records: 0, sources: [], codes: [] };
}

function recordReasons(behind: Behind): Reason[] {
  const messages = Map.groupBy(behind.ledger, ({ subject }) => subject);
  const counted = new Set(behind.after.map(({ subject }) => subject));
  const found = subjectsChanged(behind).map((subject) => {
    const own = messages.get(subject) ?? [];
    const since = own.filter(({ received_at }) => received_at > behind.saidAt);
    return { own, since, kind: kindOf({ own, since, isCounted: counted.has(subject) }) };
  });
  const order: ReasonKind[] = ['late', 'corrected', 'withdrawn', 'configuration'];
  return order.flatMap((kind) => {
    const those = found.filter((one) => one.kind === kind);
    if (those.length === 0) return [];
    const sent = those.flatMap(({ since }) => since);
    return [
      {
        kind,
        records: those.length,
        sources: [...new Set(sent.map(({ source }) => source))].sort(),
        codes: [...new Set(sent.flatMap(({ reason }) => (reason === '' ? [] : [reason])))].sort(),
      },
    ];
  });
}

function kindOf({
  own,
  since,
  isCounted,
}: {
  own: readonly LedgerEntry[];
  since: readonly LedgerEntry[];
  isCounted: boolean;
}): ReasonKind {
  if (since.length === 0) return 'configuration';
  if (since.length === own.length) return 'late';
  const newest = Math.max(...since.map(({ revision }) => revision));
  const isWithdrawn = since.some(({ revision, withdrawn }) => withdrawn && revision === newest);
  return isWithdrawn && !isCounted ? 'withdrawn' : 'corrected';
}

const KINDS: Record<ReasonKind, { zh: string; en: string }> = {
  late: { zh: '其后报送', en: 'came in after it' },
  corrected: { zh: '其后更正', en: 'corrected after it' },
  withdrawn: { zh: '其后撤回', en: 'withdrawn after it' },
  attested: { zh: '数据完整性确认有变化', en: 'what is attested as complete changed' },
  target: { zh: '目标变更', en: 'the target changed' },
  configuration: { zh: '区划、方法、人口等配置变更', en: 'configuration changed (areas, methods, populations)' },
  follows: { zh: '随上列各项变动', en: 'follows from the items above' },
  unexplained: { zh: '原因见系统', en: 'see the explanation of the figure' },
};

const CODES: Record<string, { zh: string; en: string }> = {
  'entered-twice': { zh: '重复录入', en: 'entered twice' },
  'wrong-area': { zh: '地区有误', en: 'wrong area' },
  'wrong-entity': { zh: '对象有误', en: 'wrong entity' },
  'court-decision': { zh: '法院裁判', en: 'court decision' },
  other: { zh: '其他', en: 'other' },
};
/** Units named; of the rest the number. */
const NAMED = 3;

/** "其后更正 2 条（/990102/police）": counts and units, never ids of records. */
export function reasonText({ kind, records, sources, codes }: Reason, lang: Lang): string {
  const word = KINDS[kind][lang];
  if (records === 0) return word;
  const more = sources.length - NAMED;
  const units = sources.slice(0, NAMED).join(lang === 'zh' ? '、' : ', ');
  const rest = more <= 0 ? '' : lang === 'zh' ? `等 ${sources.length} 个单位` : ` and ${more} more`;
  const why = codes.map((code) => CODES[code]?.[lang] ?? code).join(lang === 'zh' ? '、' : ', ');
  const parts = [why, `${units}${rest}`].filter((part) => part !== '');
  if (lang === 'zh') return `${word} ${records} 条${parts.length > 0 ? `（${parts.join('；')}）` : ''}`;
  const noun = records === 1 ? 'record' : 'records';
  return `${records} ${noun} ${word}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`;
}

/** Reasons as an edition's readers may read them: the public learns of what kind, an area's readers are not told who else sent. */
export function reasonsFor(reasons: readonly Reason[], { audience, city, focus }: BulletinInput): Reason[] {
  if (audience === 'internal') return [...reasons];
  if (audience === 'public') return reasons.map(({ kind }) => plain(kind));
  const own = [city, ...(focus ? [focus] : [])].map(({ code }) => `/${code}/`);
  return reasons.map((reason) => ({
    ...reason,
    sources: reason.sources.filter((source) => own.some((start) => `${source}/`.startsWith(start))),
  }));
}
