import type { CellFlag, Evidence, Reason, Stage, Verdict } from '../cell.ts';
import type { Lang, Words } from './lang.ts';

const VERDICTS: Record<Verdict, Words & { mark: string }> = {
  met: { zh: '达标', en: 'met', mark: '✓' },
  missed: { zh: '不达标', en: 'missed', mark: '✗' },
  'not-due': { zh: '未到期', en: 'not due', mark: '○' },
  'not-applicable': { zh: '不适用', en: 'not applicable', mark: '—' },
  'not-assessable': { zh: '无法评估', en: 'not assessable', mark: '?' },
  information: { zh: '仅供参考', en: 'information', mark: 'i' },
};

const REASON_WORDS: Record<Reason, Words> = {
  'unit-missing': { zh: '缺少下级单位数据', en: 'a unit is missing' },
  'return-missing': { zh: '报表未报', en: 'return missing' },
  'helper-missing': { zh: '辅助数据未报', en: 'a figure it needs is missing' },
  'feed-unattested': { zh: '数据未确认完整', en: 'feed not attested' },
  unclassified: { zh: '有案件未归类', en: 'a case is not classified' },
  'history-too-short': { zh: '缺少上年同期数据', en: 'no figure one year before' },
  'base-zero': { zh: '基期为零', en: 'the base is zero' },
};

const EVIDENCE: Record<Evidence, Words> = {
  strong: { zh: '依据充分', en: 'strong evidence' },
  weak: { zh: '依据不足', en: 'weak evidence' },
};

const STAGES: Record<Stage, Words> = {
  running: { zh: '进行中', en: 'running' },
  provisional: { zh: '初步', en: 'provisional' },
  final: { zh: '最终', en: 'final' },
  sealed: { zh: '已签发', en: 'sealed' },
};

const FLAGS: Record<CellFlag, Words> = {
  simulated: { zh: '模拟数据', en: 'simulated data' },
  backfilled: { zh: '历史补录', en: 'backfilled' },
  carried: { zh: '沿用本年前期报表', en: 'carried from an earlier return of the year' },
  unclassified: { zh: '有案件未归类', en: 'cases not classified' },
  unattested: { zh: '数据未确认完整', en: 'feed not attested' },
  'count-differs': { zh: '确认数与实有数不符', en: 'attested count differs from the count held' },
  'other-source': { zh: '来源有冲突', en: 'written by another source' },
  unplaced: { zh: '区划未定', en: 'area not placed' },
  'successor-used': { zh: '旧区划代码按新代码计', en: 'ended code counted for its successor' },
  aggregate: { zh: '含汇总记录', en: 'holds aggregate records' },
  'reported-total-differs': { zh: '上报合计与汇总不符', en: 'reported total differs from the sum' },
  'return-differs': { zh: '上报数与事件数不符', en: 'return differs from events' },
  'coverage-partial': { zh: '覆盖不全', en: 'not all units' },
  doubtful: { zh: '存疑', en: 'doubtful' },
};

export function verdictWord(verdict: Verdict, lang: Lang): string {
  return VERDICTS[verdict][lang];
}

/** Stands where a figure is kept back, never a zero or a blank. */
export function withheldWord(lang: Lang): string {
  return lang === 'zh' ? '不予公布' : 'suppressed';
}

/** A mark that does not rely on colour: ✓ ✗ ○ — ? i. */
export function verdictMark(verdict: Verdict): string {
  return VERDICTS[verdict].mark;
}

export function reasonWord(reason: Reason, lang: Lang): string {
  return REASON_WORDS[reason][lang];
}

export function evidenceWord(evidence: Evidence, lang: Lang): string {
  return EVIDENCE[evidence][lang];
}

export function stageWord(stage: Stage, lang: Lang): string {
  return STAGES[stage][lang];
}

export function flagWord(flag: CellFlag, lang: Lang): string {
  return FLAGS[flag][lang];
}
