import { dayOf, parsePeriod } from '@duqing/calendar';
import { momentText, periodText, visible } from '@duqing/pages';
import { bounded } from './bounded.ts';
import { focusOf } from './assessment.ts';
import { letterOf } from './letter.ts';
import { narrativeOf, withNarrative } from './narrative.ts';
import { alerts } from './sections/alerts.ts';
import { annex } from './sections/annex.ts';
import { areas } from './sections/areas.ts';
import { charts } from './sections/charts.ts';
import { earlyWarning } from './sections/early-warning.ts';
import { groups } from './sections/groups.ts';
import { headline } from './sections/headline.ts';
import { notes } from './sections/notes.ts';
import { titleOf } from './title.ts';
import type { BulletinInput, Outline } from './types.ts';

/** The whole bulletin as typed blocks, in one language. */
export function buildOutline(input: BulletinInput): Outline {
  const { quarter, lang, city, asOf } = input;
  const isZh = lang === 'zh';
  const name = city.name[lang];
  const moment = momentText(asOf, lang);
  const own = [headline, areas, charts, groups, alerts, earlyWarning, notes, annex].flatMap((section) =>
    section(input),
  );
  const blocks = withNarrative(bounded(own, lang), narrativeOf(input.narrative ?? '', input));
  return seen({
    title: titleOf(input) + (input.isDraft ? DRAFT[lang].title : ''),
    letter: letterOf(input, blocks),
    lang,
    simulated: isSimulated(input),
    isDraft: input.isDraft === true,
    description: isZh
      ? `${name}${periodText(quarter, lang)}毒情通报，数据截至 ${moment}。`
      : `Drug situation bulletin of ${name} for ${periodText(quarter, lang)}, data as of ${moment}.`,
    under: [
      ...(input.isDraft ? [DRAFT[lang].line] : []),
      audienceLine(input),
      `${isZh ? '数据截至' : 'Data as of'} ${moment}`,
      ...unfinished(input),
    ],
    blocks,
    given: givenIn(input),
  });
}

/** Names of substances that no table knows, notes, and alerts with what analysts said of them. */
function givenIn({ bySubstance, cells, alerts: held }: BulletinInput): string[] {
  return [
    ...(bySubstance?.breakdown ?? []).map(({ key }) => key),
    ...cells.flatMap(({ notes: own = [] }) => own.flatMap(({ author, text }) => [author, text])),
    ...held
      .flatMap(({ text, notices }) => [text, ...notices.map((notice) => notice.text)])
      .flatMap(({ zh, en }) => [zh, en]),
  ];
}

/** What says that nobody has answered for it yet. */
export const DRAFT = {
  zh: { title: '〔草稿〕', line: '草稿：尚未审核签发，不得引用' },
  en: { title: ' [draft]', line: 'Draft: not reviewed and not sealed, not to be quoted' },
} as const;

/** For whom it is. */
export function audienceLine(input: BulletinInput): string {
  const { city, lang } = input;
  const isZh = lang === 'zh';
  switch (input.audience) {
    case 'internal':
      return isZh ? `${city.name.zh} · 内部使用` : `${city.name.en} · internal`;
    case 'public':
      return isZh ? `${city.name.zh} · 公开版` : `${city.name.en} · public edition`;
  }
  const { name } = focusOf(input);
  return isZh ? `${city.name.zh} · ${name.zh}县级版 · 内部使用` : `${city.name.en} · edition for ${name.en} · internal`;
}

/** With every text in it free of what is not seen. */
export function seen(outline: Outline): Outline {
  return JSON.parse(
    JSON.stringify(outline, (_, value: unknown) => (typeof value === 'string' ? visible(value) : value)),
  );
}

/** True where anything in it is made up. */
export function isSimulated({ simulated, cells, alerts: held }: BulletinInput): boolean {
  return simulated || cells.some(({ flags }) => flags.includes('simulated')) || held.some((alert) => alert.simulated);
}

/** Said under the title where the quarter was not over at the cut-off. */
function unfinished({ quarter, asOf, lang }: BulletinInput): string[] {
  const end = parsePeriod(quarter)?.end ?? '';
  if (dayOf(asOf) >= end) return [];
  return [
    lang === 'zh'
      ? '本季度尚未结束：以下是截至该时刻的数字，不是季度结果。'
      : 'The quarter is not over: these are the figures up to that moment, not the result of the quarter.',
  ];
}
