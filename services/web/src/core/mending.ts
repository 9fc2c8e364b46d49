import type { Access, Principal } from '@duqing/access';
import {
  codeName,
  departmentOf,
  fieldAt,
  leavesOf,
  sentText,
  type Change,
  type FieldView,
  type Leaf,
  type RejectCase,
  type RejectState,
} from '@duqing/mending';
import type { RejectRow } from '@duqing/warehouse';
import { isIntelligence, shownPayload } from './rejects.ts';

/** What a list of rejects is narrowed by; '' = all. */
export interface RejectFilter {
  state: StateChoice;
  code: string;
  field: string;
  source: string;
  department: string;
}

export const STATES = ['unsettled', 'open', 'proposed', 'approved', 'mended', 'discarded', 'all'] as const;
export type StateChoice = (typeof STATES)[number];

const UNSETTLED: readonly RejectState[] = ['open', 'proposed', 'approved'];

export function matches({ row, state }: RejectCase, filter: RejectFilter): boolean {
  return (
    (filter.state === 'all' || (filter.state === 'unsettled' ? UNSETTLED.includes(state) : state === filter.state)) &&
    (filter.code === '' || row.code === filter.code) &&
    (filter.field === '' || row.field === filter.field) &&
    (filter.source === '' || row.source === filter.source) &&
    (filter.department === '' || departmentOf(row.source) === filter.department)
  );
}

/** Unsettled ones of one sender that fail alike, the most frequent first. */
export interface Alike {
  code: string;
  field: string;
  source: string;
  count: number;
}

export function alikeOf(cases: readonly RejectCase[]): Alike[] {
  const open = cases.filter(({ state }) => state === 'open' || state === 'proposed');
  return [...Map.groupBy(open, ({ row }) => [row.code, row.field, row.source].join('\n')).values()]
    .flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      const { code, field, source } = first.row;
      return [{ code, field, source, count: all.length }];
    })
    .sort((a, b) => b.count - a.count || a.source.localeCompare(b.source));
}

/** Of what kind a message says it is, for people. */
export function typeName(type: string): { zh: string; en: string } {
  return TYPES[type] ?? { zh: type === '' ? '类型无法读出' : type, en: type === '' ? 'type not readable' : type };
}

const TYPES: Readonly<Record<string, { zh: string; en: string }>> = {
  'duqing.case.recorded.v1': { zh: '案件', en: 'case' },
  'duqing.case.withdrawn.v1': { zh: '案件撤销', en: 'withdrawal of a case' },
  'duqing.seizure.recorded.v1': { zh: '缴获', en: 'seizure' },
  'duqing.seizure.withdrawn.v1': { zh: '缴获撤销', en: 'withdrawal of a seizure' },
  'duqing.intelligence.recorded.v1': { zh: '情报', en: 'intelligence' },
  'duqing.intelligence.withdrawn.v1': { zh: '情报撤销', en: 'withdrawal of intelligence' },
  'duqing.return.submitted.v1': { zh: '报表', en: 'return' },
  'duqing.return.withdrawn.v1': { zh: '报表撤销', en: 'withdrawal of a return' },
  'duqing.feed.attested.v1': { zh: '数据完整性确认', en: 'attestation of a feed' },
};

/** The field at fault by its name, else its path; the whole message where there is none. */
export function fieldName({ type, field }: Pick<RejectRow, 'type' | 'field'>, lang: 'zh' | 'en'): string {
  if (field === '') return lang === 'zh' ? '整条消息' : 'the message';
  return fieldAt(type, field)?.name[lang] ?? field;
}

export function reasonName(code: string, lang: 'zh' | 'en'): string {
  return codeName(code)[lang];
}

/** Whether a post may see ids of intelligence in a reject: one role, and the unit whose message it is. */
export function seesAll(access: Access, { by, row }: { by: Principal; row: RejectRow }): boolean {
  if (by.source !== null) return by.source === row.source;
  return access.allows(by, 'see-intelligence-ids', by.area);
}

const HIDDEN = '…';

/** What was sent, value by value; withheld parts are …. Null where it cannot be taken apart or is withheld whole. */
export function shownLeaves(row: RejectRow, all: boolean): Leaf[] | null {
  if (!all && isIntelligence(row)) return null;
  const text = sentText(row);
  const leaves = text === null ? null : leavesOf(text);
  if (all || leaves === null) return leaves;
  return leaves.map((leaf) => (isReports(leaf.path) ? { ...leaf, value: HIDDEN } : leaf));
}

/** Changes as a post may see them: of what is withheld only that it changed. */
export function shownChanges(changes: readonly Change[], { row, all }: { row: RejectRow; all: boolean }): Change[] {
  const hides = ({ path }: Change): boolean => !all && (isReports(path) || (isIntelligence(row) && isId(path)));
  return changes.map((change) => (hides(change) ? { path: change.path, before: HIDDEN, after: HIDDEN } : change));
}

function isReports(path: string): boolean {
  return /(^|\.)reports($|[.[])/i.test(path);
}

function isId(path: string): boolean {
  return ['id', 'subject', 'data.case'].includes(path);
}

/** The message as text for whom it may be shown; null where it is withheld. */
export function rawText(row: RejectRow, all: boolean): string | null {
  if (!all) return shownPayload(row);
  const bytes = Buffer.from(row.payload, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : row.payload;
}

/** The id as a post may see it; '' where it has none or may not. */
export function shownId(row: RejectRow, all: boolean): string {
  return !all && isIntelligence(row) ? '' : row.id;
}

/** What the contract says of a field of a reject; a field that it does not know takes text. */
export function fieldView(type: string, path: string): FieldView {
  const said = { zh: path, en: path };
  return (
    fieldAt(type, path) ?? { path, name: said, right: { zh: '', en: '' }, form: 'text', codes: [], optional: true }
  );
}
