import type { Cell, Indicator } from '@duqing/catalogue';
import { assess, focusOf, type Assessment, type Standing } from '../assessment.ts';
import { HEADS, itemRow } from '../rows.ts';
import { composite, figure, overview, turns, vetoes, weak } from '../sentences.ts';
import type { Block, BulletinInput } from '../types.ts';

/** What a leader reads first: how the city stands, what turned, what is vetoed, what is missed and by how much. */
export function headline(input: BulletinInput): Block[] {
  const { lang, quarter } = input;
  const isZh = lang === 'zh';
  const assessment = assess(input);
  const { by, close } = assessment;
  const sentences = [
    ...unheard(input),
    overview(assessment, { quarter, lang, ...placeOf(input) }),
    ...weak(assessment, lang),
    ...turns(assessment, lang),
    vetoes(assessment, lang),
    // the own count is for the house alone
    ...(input.audience === 'public' ? [] : [composite(assessment.composite, lang)]),
  ];
  return [
    { kind: 'heading', id: 'summary', text: isZh ? '一、总体情况' : '1. Summary' },
    { kind: 'lead', sentences },
    {
      kind: 'table',
      caption: isZh ? '不达标项目及差距' : 'Items missed, and by how much',
      heads: [...HEADS[lang]],
      rows: by.missed.map((standing) => itemRow(standing, lang)),
      empty: noneMissed(assessment, lang),
    },
    ...closeCalls(close, input),
  ];
}

/** Said before anything else where nothing at all has come in: what stands below is no finding. */
function unheard(input: BulletinInput): string[] {
  const { cells, catalogue, lang } = input;
  const own = new Set(catalogue.filter(({ measure }) => !OURS.includes(measure.kind)).map(({ id }) => id));
  const area = focusOf(input);
  const sent = cells.filter(({ region, indicator }) => region === area.code && own.has(indicator));
  if (sent.some(isHeard)) return [];
  return [
    lang === 'zh'
      ? `截至数据截止时刻，没有收到${area.name.zh}本季度的任何报表，也没有任何一路数据确认完整：本期反映的是数据缺报，不是毒情。`
      : `Up to the cut-off no return of ${area.name.en} for the quarter came in and no feed was attested as complete: this edition tells of missing data, not of the drug situation.`,
  ];
}

function isHeard({ value, withheld, completeness: c }: Cell): boolean {
  return value !== null || withheld === true || c.returnsReceived + c.feedsAttested > 0;
}

/** What is counted here, and not sent by anybody. */
const OURS: readonly Indicator['measure']['kind'][] = ['composite', 'bulletins-sealed'];

/** That none is missed says nothing of those that cannot be judged. */
function noneMissed({ by, withheld }: Assessment, lang: BulletinInput['lang']): string {
  const open = by['not-assessable'].length;
  if (by.met.length + withheld.length === 0)
    return lang === 'zh'
      ? '本季度没有一项可以判定，有无不达标尚不清楚。'
      : 'No item can be judged in this quarter: whether any is missed is not known.';
  if (lang === 'zh')
    return `本季度没有判定为不达标的项目${open > 0 ? `；另有 ${open} 项无法评估，不能视为达标` : ''}。`;
  return `No item is judged as missed in this quarter${open > 0 ? `; ${open} cannot be assessed, which does not mean that they are met` : ''}.`;
}

/** A county edition speaks of its area. */
function placeOf(input: BulletinInput): { of?: { zh: string; en: string } } {
  const { code, name } = focusOf(input);
  return code === input.city.code ? {} : { of: { zh: name.zh, en: `${name.en}'s` } };
}

function closeCalls(close: readonly Standing[], { lang }: BulletinInput): Block[] {
  if (close.length === 0) return [];
  const items = close.map((standing) => {
    const distance = standing.cell.distance?.text[lang] ?? '';
    return lang === 'zh' ? `${figure(standing, lang)}：${distance}。` : `${figure(standing, lang)}: ${distance}.`;
  });
  const text =
    lang === 'zh'
      ? '已达标但余量很小、下季度须关注的项目：'
      : 'Met by a small margin, to be watched in the next quarter:';
  return [
    { kind: 'paragraph', text },
    { kind: 'list', items },
  ];
}
