import { shanghai } from '@duqing/calendar';
import { verdictWord, type Lang, type Verdict } from '@duqing/catalogue';
import { catalogueTarget, wholeTarget, type Shown } from '@duqing/config';
import type { Backtest } from '@duqing/outlook';
import { html, momentText, periodText, table, verdictBadge, type Html } from '@duqing/pages';
import type { Fault } from '../core/query.ts';
import { faultList, stateText, type Common, type Typed } from './configuration-pages.ts';
import { kindWord, PARTS, substanceLine, targetLine, valueWord } from './configuration-words.ts';
import { langInput, layout, say, terms } from './layout.ts';
import { cellLink } from './links.ts';

export interface ProposalPage extends Common {
  shown: Shown;
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
  faults: readonly Fault[];
  /** what was typed where nothing is proposed yet */
  typed: Typed | null;
  mayApprove: boolean;
  mayReject: boolean;
}

type SubstanceNames = Parameters<typeof substanceLine>[1]['table'];
const SHOWN = 200;

/** What a version changes and what that would do to everything held; then who may decide does. */
export function proposalPage(given: ProposalPage): string {
  const { lang, shown, faults, typed } = given;
  const { proposal } = shown;
  const t = say(lang);
  const { part, validFrom, source, reason, post, at, end } = proposal;
  const decided =
    end && `${end.post}, ${momentText(shanghai(end.at), lang)}${end.reason === '' ? '' : `: ${end.reason}`}`;
  const body = html`${faultList(faults, lang)}
  ${terms([
    [
      t('状态', 'State'),
      typed ? t('尚未提出：以下是回测', 'not proposed yet: this is the back-test') : stateText(proposal, lang),
    ],
    [t('自何日起有效', 'Valid from'), validFrom],
    [t('依据', 'Source'), source],
    [t('理由', 'Reason'), reason],
    [t('提出', 'Proposed'), typed ? '' : `${post}, ${momentText(shanghai(at), lang)}`],
    [t('处理', 'Decided'), decided ?? ''],
  ])}
  ${changes(given)}${backtestPart(given)}${typed ? proposeAgain(typed, lang) : decision(given)}`;
  const path = typed ? '/configuration/new' : `/configuration/${proposal.id}`;
  return layout({ ...given, path, heading: `${t('配置提案', 'Proposal')} · ${PARTS[part][lang]}`, body });
}

function changes(given: ProposalPage): Html {
  const { shown, lang } = given;
  const t = say(lang);
  return html`<section aria-labelledby="changes">
    <h2 id="changes">${t('改动', 'What changes')}</h2>
    ${table({
      caption: t('与该日有效的版本相比', 'against the version in force on that day'),
      heads: [t('项', 'Line'), t('现行', 'Now'), t('改为', 'Then')],
      rows: shown.differences.map(({ key, before, after }) => [
        { content: html`${lineText(key, given)} <code>${key}</code>` },
        { content: before === null ? absent(key, lang) : valueWord(wholeTarget(key, before), lang) },
        { content: after === null ? absent(key, lang) : valueWord(wholeTarget(key, after), lang) },
      ]),
      empty: t('没有改动', 'nothing changes'),
    })}
  </section>`;
}

/** What a line is about, where there are words for it. */
function lineText(key: string, given: ProposalPage): string {
  const { part, value } = given.shown.proposal;
  if (part !== 'substances') return targetLine(key, given) ?? '';
  return substanceLine(key, { lang: given.lang, table: value as SubstanceNames }) ?? '';
}

/** A line that is not there: the catalogue's target, where that holds then. */
function absent(key: string, lang: Lang): string {
  const target = catalogueTarget(key);
  const t = say(lang);
  return target === null
    ? t('无', 'none')
    : t(`按目录：${valueWord(target, lang)}`, `the catalogue’s: ${valueWord(target, lang)}`);
}

function backtestPart(given: ProposalPage): Html {
  const { shown, lang } = given;
  const t = say(lang);
  const { backtest } = shown;
  const heading = html`<h2 id="backtest">${t('回测', 'Back-test')}</h2>`;
  if (!backtest)
    return html`<section aria-labelledby="backtest">
      ${heading}
      <p class="empty">${t('尚未回测，不能批准。', 'Nobody has looked yet: it cannot be approved.')}</p>
    </section>`;
  return html`<section aria-labelledby="backtest">
    ${heading}
    ${terms([
      [t('回测于', 'Looked at'), momentText(shanghai(backtest.at), lang)],
      [t('判定单元', 'Cells judged'), `${tally(backtest.judged.before, lang)} → ${tally(backtest.judged.after, lang)}`],
      [t('预警增减', 'Alerts'), alertsText(backtest, lang)],
    ])}
    ${flips(backtest, given)}${figures(backtest, given)}${composites(backtest, given)}
  </section>`;
}

function tally(counts: Record<Verdict, number>, lang: Lang): string {
  const held = (Object.entries(counts) as [Verdict, number][]).filter(([, count]) => count > 0);
  return held.map(([verdict, count]) => `${verdictWord(verdict, lang)} ${count}`).join(say(lang)('、', ', '));
}

/** Not looked at is not none. */
function alertsText({ alerts }: Backtest, lang: Lang): string {
  const t = say(lang);
  if (alerts === null)
    return t(
      '尚未比较（预警服务随后补上；命令 duqing config backtest 可立即比较）',
      'not compared yet: the alerts service will, duqing config backtest does at once',
    );
  if (alerts.length === 0) return t('不变', 'no change');
  return alerts
    .map(({ kind, more, fewer }) =>
      t(`${kindWord(kind, lang)}：增 ${more}、减 ${fewer}`, `${kindWord(kind, lang)}: ${more} more, ${fewer} fewer`),
    )
    .join(t('；', '; '));
}

function flips(backtest: Backtest, { lang, nameOf, areaOf }: ProposalPage): Html {
  const t = say(lang);
  const count = backtest.flips.length;
  return table({
    caption: t(
      `结论改变的单元 ${count} 个${count > SHOWN ? `，列出前 ${SHOWN} 个` : ''}`,
      `${count} verdicts that flip${count > SHOWN ? `, the first ${SHOWN} listed` : ''}`,
    ),
    heads: [t('指标', 'Item'), t('地区', 'Area'), t('时期', 'Period'), t('原结论', 'Before'), t('新结论', 'After')],
    rows: backtest.flips
      .slice(0, SHOWN)
      .map((flip) => [
        { content: html`<a href="${cellLink(flip, lang)}">${nameOf(flip.indicator)}</a>` },
        { content: areaOf(flip.region) },
        { content: periodText(flip.period, lang) },
        { content: verdictBadge(flip.before, lang) },
        { content: verdictBadge(flip.after, lang) },
      ]),
    empty: t('没有结论改变。', 'No verdict flips.'),
  });
}

/** To three decimals, as elsewhere. */
function bare(value: number | boolean | null, lang: Lang): string {
  if (value === null) return '—';
  return typeof value === 'number' ? String(Number(value.toFixed(3))) : valueWord(value ? 'yes' : 'no', lang);
}

function figures({ figures: moved = [] }: Backtest, { lang, nameOf, areaOf }: ProposalPage): Html {
  const t = say(lang);
  const count = moved.length;
  return table({
    caption: t(
      `数值改变的单元 ${count} 个${count > SHOWN ? `，列出前 ${SHOWN} 个` : ''}`,
      `${count} figures that change${count > SHOWN ? `, the first ${SHOWN} listed` : ''}`,
    ),
    heads: [t('指标', 'Item'), t('地区', 'Area'), t('时期', 'Period'), t('原值', 'Before'), t('新值', 'After')],
    rows: moved
      .slice(0, SHOWN)
      .map((one) => [
        { content: html`<a href="${cellLink(one, lang)}">${nameOf(one.indicator)}</a>` },
        { content: areaOf(one.region) },
        { content: periodText(one.period, lang) },
        { content: bare(one.before, lang) },
        { content: bare(one.after, lang) },
      ]),
    empty: t('没有数值改变。', 'No figure changes.'),
  });
}

function composites(backtest: Backtest, { lang, areaOf }: ProposalPage): Html {
  const t = say(lang);
  const side = ({ range: [least, most], verdict }: Backtest['composites'][number]['before']): Html =>
    html`${least === most ? least : `${least}–${most}`} ${verdictBadge(verdict, lang)}`;
  return table({
    caption: t('内部测算（不达标条数）的变化', 'Our own count of failing items'),
    heads: [t('地区', 'Area'), t('时期', 'Period'), t('原', 'Before'), t('新', 'After')],
    rows: backtest.composites
      .slice(0, SHOWN)
      .map((shift) => [
        { content: areaOf(shift.region) },
        { content: periodText(shift.period, lang) },
        { content: side(shift.before) },
        { content: side(shift.after) },
      ]),
    empty: t('内部测算不变。', 'Our own count does not change.'),
  });
}

function proposeAgain(typed: Typed, lang: Lang): Html {
  const fields: [string, string][] = [
    ['part', typed.part],
    ['valid-from', typed.validFrom],
    ['source', typed.source],
    ['reason', typed.reason],
    ['sets', typed.sets],
    ['value', typed.value],
  ];
  return html`<form method="post" action="/configuration">
    ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}${langInput(lang)}
    <button name="act" value="propose">${say(lang)('提出', 'Propose')}</button>
  </form>`;
}

function decision({ shown: { proposal }, lang, mayApprove, mayReject }: ProposalPage): Html | false {
  const t = say(lang);
  const isOpen = proposal.state === 'open';
  if (!isOpen && proposal.state !== 'overtaken') return false;
  if (!mayApprove && !mayReject)
    return html`<p class="small">
      ${t('由提出者以外、有批准权的岗位登录后批准。', 'A post other than the one that proposed it, with the right to, approves it once signed in.')}
    </p>`;
  return html`<section aria-labelledby="decide">
    <h2 id="decide">${t('处理', 'Decide')}</h2>
    ${
      isOpen &&
      mayApprove &&
      html`<form class="stack" method="post" action="/configuration/${proposal.id}/approve">
        ${langInput(lang)}<button>${t('已看回测，批准', 'Seen the back-test: approve')}</button>
      </form>`
    }
    ${
      mayReject &&
      html`<form class="stack" method="post" action="/configuration/${proposal.id}/reject">
        ${langInput(lang)}<label for="why">${t('驳回理由', 'Why it is refused')}</label>
        <input id="why" name="reason" maxlength="500" required /><button>${t('驳回', 'Refuse')}</button>
      </form>`
    }
  </section>`;
}
