import type { Day } from '@duqing/calendar';
import { toText } from '@duqing/substances';
import type { Cell, Compared, Figures } from '../cell.ts';
import { dayText } from '../text/days.ts';
import { unitWord } from '../text/units.ts';
import type { Trial } from './judge.ts';
import { dayToBeDone, returnDue } from './periods.ts';
import type { Reading } from './reading.ts';
import { readsEvents } from './read-events.ts';
import { isZeroRule } from './rule.ts';
import type { Scene } from './scene.ts';
import type { Decision } from './verdict.ts';

type Note = NonNullable<Cell['note']>;

interface Said extends Decision {
  /** the figures of events and returns where they differ */
  apart?: Compared | undefined;
}

/** What a reader must know beside the verdict, one thing after the other. */
export function noteOf(scene: Scene, trial: Trial, { verdict, apart }: Said): Note | undefined {
  const notes: Note[] = [];
  if (trial.notConcerned) notes.push(trial.notConcerned.reason);
  if (verdict === 'not-due') notes.push(...owedNotes(scene, trial));
  if (trial.reading.unknown > 0) notes.push(unclassifiedNote(trial.reading));
  if (trial.reading.units.missing.length > 0) notes.push(coverageNote(trial.reading));
  if (apart) notes.push(apartNote(apart));
  if (notes.length === 0) return undefined;
  return { zh: notes.map(({ zh }) => zh).join(';'), en: notes.map(({ en }) => en).join('; ') };
}

function unclassifiedNote({ unknown }: Reading): Note {
  return {
    zh: `${unknown} 起案件要素不全,未归类`,
    en: `${unknown} ${unknown === 1 ? 'case' : 'cases'} not classified`,
  };
}

/** "returned 12, counted from events 10 (which stands)". */
function apartNote({ authoritative, events, returns }: Compared): Note {
  const [told, counted] = [ratioOf(returns), ratioOf(events)];
  const isCounted = authoritative === 'events';
  return {
    zh: `上报 ${told},按事件计 ${counted},以${isCounted ? '事件' : '上报'}为准`,
    en: `returned ${told}, counted from events ${counted}: ${isCounted ? 'events' : 'returns'} stand`,
  };
}

function ratioOf({ numerator, denominator }: Figures): string {
  return denominator === null ? String(numerator) : `${numerator}/${denominator}`;
}

function coverageNote({ units: { included, missing } }: Reading): Note {
  const all = included.length + missing.length;
  return { zh: `已含 ${all} 个单位中的 ${included.length} 个`, en: `${included.length} of ${all} units` };
}

/** "zero up to 12 June", "1 of 2 activities; due 31 December", "return due 10 July". */
function owedNotes({ setting }: Scene, { entry, period, reading, yardstick, releaseDay }: Trial): Note[] {
  const zero = isZeroRule(entry) && readsEvents(entry) && reading.feeds.through;
  if (zero) return [{ zh: `截至${dayText(zero, 'zh')}为零`, en: `zero up to ${dayText(zero, 'en')}` }];
  const day = releaseDay ?? dayToBeDone(entry, period) ?? returnDue(entry.due, period, setting.calendar);
  const isOwed = reading.gaps.some(({ kind }) => kind === 'owed');
  const isCount = entry.columns.kind === 'count' && yardstick?.kind === 'limit' && yardstick.comparator.startsWith('>');
  if (isCount) {
    const done = reading.numerator ? toText(reading.numerator) : '0';
    const wanted = toText(yardstick.limit.numerator);
    return [progressNote({ done, wanted, unit: entry.columns.unit, day })];
  }
  return isOwed && day !== null ? [dueNote(day)] : [];
}

function progressNote({
  done,
  wanted,
  unit,
  day,
}: {
  done: string;
  wanted: string;
  unit: string;
  day: Day | null;
}): Note {
  const until = day === null ? { zh: '', en: '' } : dueNote(day);
  return {
    zh: `已完成 ${done}/${wanted} ${unitWord(unit, 'zh')}${day === null ? '' : `;${until.zh}`}`,
    en: `${done} of ${wanted} ${unitWord(unit, 'en')}${day === null ? '' : `; ${until.en}`}`,
  };
}

function dueNote(day: Day): Note {
  return { zh: `截止${dayText(day, 'zh')}`, en: `due ${dayText(day, 'en')}` };
}
