import { assess, focusOf, type Standing } from '../assessment.ts';
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
      empty: isZh ? '本季度没有判定为不达标的项目。' : 'No item is judged as missed in this quarter.',
    },
    ...closeCalls(close, input),
  ];
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
