import { shanghai } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';
import { flatOf, type Configuring, type Proposal } from '@duqing/config';
import { html, momentText, table, type Html } from '@duqing/pages';
import { CONFIGURATION_PARTS, type ConfigurationPart } from '@duqing/warehouse';
import type { Fault } from '../core/query.ts';
import { EXAMPLES, PARTS, STATES } from './configuration-words.ts';
import { choice, langInput, layout, say } from './layout.ts';
import { link } from './links.ts';

export interface Common {
  lang: Lang;
  place: string;
  simulated: boolean;
}

export interface ConfigurationPage extends Common {
  versions: Awaited<ReturnType<Configuring['versions']>>;
  proposals: readonly Proposal[];
  mayPropose: boolean;
}

/** Versions of the configuration with their sources, and what is proposed. */
export function configurationPage(given: ConfigurationPage): string {
  const { lang, proposals, versions, mayPropose } = given;
  const t = say(lang);
  const body = html`${mayPropose && html`<p><a href="${link('/configuration/new', { lang })}">${t('提出新版本', 'Propose a version')}</a></p>`}
    <section aria-labelledby="proposals">
      <h2 id="proposals">${t('提案', 'Proposals')}</h2>
      ${proposalsTable(proposals, lang)}
    </section>
    ${versions.filter((part) => part.versions.length > 0).map((part) => versionsPart(part, lang))}`;
  return layout({
    ...given,
    path: '/configuration',
    heading: t('配置', 'Configuration'),
    lead: t(
      '各项配置按版本保存：一个岗位提出，另一岗位看过回测后批准；旧版本不改，以前时点的数值仍按当时的配置。',
      'Kept in versions: one post proposes, another approves after the back-test. Old ones stay, and so do figures as of earlier moments.',
    ),
    body,
  });
}

/** State with its mark. */
export function stateText({ state }: Proposal, lang: Lang): string {
  return `${STATES[state].mark} ${STATES[state][lang]}`;
}

function proposalsTable(proposals: readonly Proposal[], lang: Lang): Html {
  const t = say(lang);
  return table({
    caption: t('新的在前', 'newest first'),
    heads: [t('配置', 'Part'), t('状态', 'State'), t('自何日起', 'From'), t('依据', 'Source'), t('提出', 'Proposed')],
    rows: proposals.toReversed().map((proposal) => [
      {
        content: html`<a href="${link(`/configuration/${proposal.id}`, { lang })}">${PARTS[proposal.part][lang]}</a>
          <code>${proposal.id}</code>`,
      },
      { content: stateText(proposal, lang) },
      { content: html`<span class="nowrap">${proposal.validFrom}</span>` },
      { content: proposal.source },
      { content: html`${proposal.post}<span class="sub">${momentText(shanghai(proposal.at), lang)}</span>` },
    ]),
    empty: t('还没有提案。', 'Nothing is proposed yet.'),
  });
}

function versionsPart({ part, versions }: ConfigurationPage['versions'][number], lang: Lang): Html {
  const t = say(lang);
  const id = `part-${part}`;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${PARTS[part][lang]}</h2>
    ${table({
      caption: t('已知的版本，先后为序', 'versions known now, in the order in which they were recorded'),
      heads: [t('自何日起', 'From'), t('何时起已知', 'Known since'), t('依据', 'Source'), t('内容', 'Value')],
      rows: versions.map(({ validFrom, recordedAt, source, value }) => [
        { content: html`<span class="nowrap">${validFrom}</span>` },
        { content: recordedAt === null ? t('安装时', 'installed') : momentText(recordedAt, lang) },
        { content: source },
        { content: valuePart(part, value, lang) },
      ]),
      empty: '',
    })}
  </section>`;
}

function valuePart(part: ConfigurationPart, value: unknown, lang: Lang): Html | string {
  const lines = [...flatOf(part, value)].map(([key, text]) => `${key}=${text}`);
  const t = say(lang);
  if (lines.length === 0) return t('（空：按目录）', '(empty: the catalogue’s)');
  return html`<details>
    <summary>${t(`${lines.length} 行`, `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`)}</summary>
    <pre>${lines.join('\n')}</pre>
  </details>`;
}

export interface Typed {
  part: ConfigurationPart;
  validFrom: string;
  source: string;
  reason: string;
  sets: string;
  value: string;
}

/** A form for a version; what was wrong with it stands above. */
export function proposePage(given: Common & { typed: Typed; faults: readonly Fault[] }): string {
  const { lang, typed, faults } = given;
  const t = say(lang);
  const parts = CONFIGURATION_PARTS.map((part) => [part, PARTS[part][lang]] as const);
  const hints = CONFIGURATION_PARTS.map((part) => html`<li>${PARTS[part][lang]}: ${EXAMPLES[part][lang]}</li>`);
  const body = html`${faultList(faults, lang)}
    <form class="stack" method="post" action="/configuration">
      ${langInput(lang)}${choice({ id: 'part', label: t('配置', 'Part'), options: parts, chosen: typed.part })}
      <label for="valid-from">${t('自何日起有效', 'Valid from')}</label>
      <input id="valid-from" name="valid-from" type="date" value="${typed.validFrom}" required />
      <label for="source">${t('依据（文件、会议纪要等）', 'Source: where it is written')}</label>
      <input id="source" name="source" value="${typed.source}" maxlength="500" required />
      <label for="reason">${t('理由', 'Reason')}</label>
      <input id="reason" name="reason" value="${typed.reason}" maxlength="500" required />
      <label for="sets">${t('改动（每行一项：键=值）', 'Changes, one a line: KEY=VALUE')}</label>
      <textarea id="sets" name="sets" rows="6">${typed.sets}</textarea>
      <label for="value">${t('或完整内容（JSON）', 'or the whole value (JSON)')}</label>
      <textarea id="value" name="value" rows="3">${typed.value}</textarea>
      <p class="small">
        ${t('提出后先显示回测，须由另一岗位批准才生效。', 'Its back-test is shown first; it holds once another post approves it.')}
      </p>
      <button name="act" value="look">${t('先看回测', 'Look at the back-test')}</button>
      <button name="act" value="propose">${t('提出', 'Propose')}</button>
    </form>
    <h2>${t('改动怎么写', 'How changes are written')}</h2>
    <ul class="small">
      ${hints}
    </ul>`;
  return layout({ ...given, path: '/configuration/new', heading: t('提出新版本', 'Propose a version'), body });
}

export function faultList(faults: readonly Fault[], lang: Lang): Html | false {
  if (faults.length === 0) return false;
  return html`<div class="problem" role="alert">
    <ul>
      ${faults.map(({ field, reason }) => html`<li>✕ <code>${field}</code> ${reason[lang]}</li>`)}
    </ul>
  </div>`;
}
