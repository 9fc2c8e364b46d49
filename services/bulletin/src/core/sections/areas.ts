import { isCounted, verdictWord, withheldWord, type Cell, type Lang, type Verdict } from '@duqing/catalogue';
import { cellsIn, standingsOf, type Standing } from '../assessment.ts';
import { figureId } from '../rows.ts';
import type { Area, Block, BulletinInput, Entry } from '../types.ts';

const SHOWN: Verdict[] = ['met', 'missed', 'not-due', 'not-assessable', 'not-applicable'];

/** The city and its areas in the order of their codes: how many items stand how. No ranking. */
export function areas(input: BulletinInput): Block[] {
  const { lang, city, units } = input;
  const isZh = lang === 'zh';
  const heads = isZh
    ? ['地区', ...words(input), '一票否决', ...(isPublic(input) ? [] : ['内部测算不达标'])]
    : ['Area', ...words(input), 'Vetoes missed', ...(isPublic(input) ? [] : ['Failing, own count'])];
  return [
    { kind: 'heading', id: 'areas', text: isZh ? '二、各地情况' : '2. Areas' },
    {
      kind: 'table',
      caption: isZh
        ? '各地指标判定情况（项，按区划代码排列，不作排名）'
        : 'Items by verdict and area (in the order of area codes, no ranking)',
      heads,
      rows: [city, ...units].map((area) => areaRow(area, input)),
      empty: isZh ? '没有地区。' : 'No areas.',
    },
  ];
}

function isPublic({ audience }: BulletinInput): boolean {
  return audience === 'public';
}

function words(input: BulletinInput): string[] {
  const { lang } = input;
  return [...SHOWN.map((verdict) => verdictWord(verdict, lang)), ...(isPublic(input) ? [withheldWord(lang)] : [])];
}

function areaRow(area: Area, input: BulletinInput): Entry[] {
  const counted = standingsOf(input, area.code).filter(({ item }) => isCounted(item));
  const told = counted.filter(({ cell }) => !cell.withheld);
  const counts = SHOWN.map((verdict) => told.filter(({ cell }) => cell.verdict === verdict).length);
  const kept = isPublic(input) ? [counted.length - told.length] : [];
  const vetoes = counted.filter(({ item }) => item.veto);
  const own = cellsIn(input.cells, area.code).find((cell) => cell.composite !== undefined);
  return [
    { text: area.name[input.lang], sub: area.code },
    ...[...counts, ...kept].map((count) => ({ text: String(count), isNumber: true })),
    vetoEntry(vetoes, input.lang),
    ...(isPublic(input) ? [] : [ownCount(own, input)]),
  ];
}

/** The vetoes that are missed; 0 only where every one of them could be judged. */
function vetoEntry(vetoes: readonly Standing[], lang: Lang): Entry {
  const missed = vetoes.filter(({ cell }) => cell.verdict === 'missed');
  const kept = vetoes.filter(({ cell }) => cell.withheld).length;
  const sub = kept > 0 && (lang === 'zh' ? `${kept} 项不予公布` : `${kept} suppressed`);
  if (missed.length > 0)
    return { text: missed.map(({ item }) => item.name[lang]).join(lang === 'zh' ? '、' : '; '), ...(sub && { sub }) };
  if (sub) return { text: '—', sub };
  const open = vetoes.filter(({ cell }) => cell.verdict === 'not-assessable' || cell.verdict === 'not-due').length;
  if (open === 0) return { text: '0' };
  return { text: '—', sub: lang === 'zh' ? `${open} 项尚无法判定` : `${open} not judged yet` };
}

function ownCount(cell: Cell | undefined, { lang }: BulletinInput): Entry {
  if (!cell?.composite) return { text: '—' };
  const [least, most] = cell.composite.range;
  const range = least === most ? String(least) : `${least}–${most}`;
  return { text: lang === 'zh' ? `${range} 条` : range, verdict: cell.verdict, figure: figureId(cell) };
}
