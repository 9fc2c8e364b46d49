import {
  evidenceWord,
  flagWord,
  reasonWord,
  stageWord,
  formatRatio,
  formatTarget,
  type Cell,
  type Lang,
} from '@duqing/catalogue';
import { figureText, html, momentText, periodText, verdictBadge, type Html, type Part } from '@duqing/pages';
import { say, terms } from './layout.ts';

/** Everything that is known of one figure, in words; what is not said of it is left out. */
export function cellTerms(cell: Cell, lang: Lang): Html {
  const t = say(lang);
  return terms([
    [t('目标', 'Target'), formatTarget(cell, lang)],
    [t('分子/分母', 'Numerator/denominator'), formatRatio(cell)],
    [t('原因', 'Reason'), cell.reason === null ? '' : reasonWord(cell.reason, lang)],
    [t('余量', 'Margin'), cell.distance?.text[lang] ?? ''],
    [t('说明', 'Note'), cell.note?.[lang] ?? ''],
    [t('依据', 'Evidence'), cell.evidence === null ? '' : evidenceText(cell, lang)],
    [t('对比期', 'Compared with'), baseText(cell, lang)],
    [t('阶段', 'Stage'), stageWord(cell.stage, lang)],
    [t('数据完整性', 'Completeness'), completenessText(cell, lang)],
    [t('标记', 'Flags'), cell.flags.map((flag) => flagWord(flag, lang)).join(t('、', ', '))],
    [t('通报数值', 'Published'), publishedText(cell, lang)],
    [t('数据时点', 'As of'), momentText(cell.asOf, lang)],
  ]);
}

function evidenceText({ evidence }: Cell, lang: Lang): string {
  if (evidence === null) return '';
  const weak = say(lang)('，可能出于偶然，不宜据此下结论', ': it may be chance, do not conclude from it alone');
  return `${evidenceWord(evidence, lang)}${evidence === 'weak' ? weak : ''}`;
}

function baseText({ base, unit, ...cell }: Cell, lang: Lang): string {
  if (!base) return '';
  const { numerator, denominator, value } = base;
  return `${periodText(base.period, lang)}${say(lang)('：', ': ')}${figureText({ ...cell, unit, numerator, denominator, value, target: null }, lang)}`;
}

/** Returns and feeds held against those expected, and the units that are missing; said even where nothing is. */
function completenessText({ completeness }: Cell, lang: Lang): Part {
  const t = say(lang);
  const { returnsExpected, returnsReceived, returnsOnTime, feedsExpected, feedsAttested, through } = completeness;
  const { unitsIncluded, unitsMissing } = completeness;
  const units = unitsIncluded.length + unitsMissing.length;
  const parts = [
    returnsExpected > 0 &&
      t(
        `报表应报 ${returnsExpected}、已报 ${returnsReceived}、按时 ${returnsOnTime}`,
        `returns: ${returnsExpected} expected, ${returnsReceived} received, ${returnsOnTime} on time`,
      ),
    feedsExpected > 0 &&
      t(
        `数据源应确认 ${feedsExpected}、已确认 ${feedsAttested}`,
        `feeds: ${feedsAttested} of ${feedsExpected} attested`,
      ),
    through !== null && t(`确认至 ${through}`, `attested through ${through}`),
    units > 0 &&
      t(`单位 ${units} 个，计入 ${unitsIncluded.length} 个`, `units: ${unitsIncluded.length} of ${units} included`),
    unitsMissing.length > 0 && t(`缺 ${unitsMissing.join('、')}`, `missing ${unitsMissing.join(', ')}`),
  ].filter((part) => part !== false);
  return parts.join(t('；', '; '));
}

function publishedText(cell: Cell, lang: Lang): Part {
  const t = say(lang);
  const { published, revisedSince } = cell;
  if (published === null) return t('尚未在通报中发布', 'in no bulletin yet');
  const editions: Record<string, [zh: string, en: string]> = {
    flash: ['快报', 'flash edition'],
    provisional: ['初步版', 'provisional edition'],
    final: ['最终版', 'final edition'],
  };
  const [zh, en] = editions[published.edition] ?? [published.edition, published.edition];
  const then = figureText(
    { ...cell, value: published.value, ...(published.value !== cell.value && { numerator: null, denominator: null }) },
    lang,
  );
  return html`${t(zh, en)}${t('：', ': ')}${then} ${verdictBadge(published.verdict, lang)}
  ${revisedSince ? html`<strong>${t('此后有修订', 'revised since')}</strong>` : t('此后未变', 'unchanged since')}`;
}
