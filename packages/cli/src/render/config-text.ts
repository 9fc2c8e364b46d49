import { shanghai } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';
import {
  catalogueTarget,
  wholeTarget,
  type Configuring,
  type Proposal,
  type ProposalState,
  type Shown,
} from '@duqing/config';
import type { ConfigurationPart } from '@duqing/warehouse';

const PARTS: Record<ConfigurationPart, { zh: string; en: string }> = {
  targets: { zh: '目标', en: 'targets' },
  methods: { zh: '破案手段', en: 'methods' },
  categories: { zh: '案件类别', en: 'categories' },
  substances: { zh: '毒品种类', en: 'substances' },
  regions: { zh: '区划', en: 'areas' },
  calendar: { zh: '日程', en: 'calendar' },
  roster: { zh: '值班', en: 'roster' },
};

const STATES: Record<ProposalState, { zh: string; en: string }> = {
  open: { zh: '待批准', en: 'waiting for approval' },
  overtaken: { zh: '须重新提出', en: 'to be proposed anew' },
  approved: { zh: '已批准', en: 'approved' },
  rejected: { zh: '已驳回', en: 'rejected' },
};

/** The versions known now, a line each; the installed ones have no moment. */
export function versionLines(parts: Awaited<ReturnType<Configuring['versions']>>, lang: Lang): string {
  const lines = parts.flatMap(({ part, versions }) =>
    versions.map(({ validFrom, recordedAt, source, id }) =>
      [PARTS[part][lang], validFrom, recordedAt ?? (lang === 'zh' ? '安装时' : 'installed'), id ?? '', source]
        .filter((text) => text !== '')
        .join('  '),
    ),
  );
  return lines.join('\n');
}

export function proposalLine({ id, part, validFrom, post, state, source }: Proposal, lang: Lang): string {
  return `${id}  [${STATES[state][lang]}]  ${PARTS[part][lang]}  ${validFrom}  ${post}  ${source}`;
}

/** A line that is not there: the catalogue's target, where that holds then. */
function absent(key: string, lang: Lang): string {
  const target = catalogueTarget(key);
  if (target === null) return lang === 'zh' ? '无' : 'none';
  return lang === 'zh' ? `目录 ${target}` : `the catalogue’s ${target}`;
}

function lineOf(key: string, text: string | null, lang: Lang): string {
  return text === null ? absent(key, lang) : wholeTarget(key, text);
}

/** Who proposed what and why, and each line that it changes. */
export function proposalText({ proposal, differences }: Shown, lang: Lang): string {
  const { reason, at, post, end } = proposal;
  return [
    proposalLine(proposal, lang),
    `${lang === 'zh' ? '理由' : 'reason'}: ${reason}`,
    ...(post === '' ? [] : [`${lang === 'zh' ? '提出' : 'proposed'}: ${post} ${shanghai(at)}`]),
    ...(end ? [`${STATES[proposal.state][lang]}: ${end.post} ${shanghai(end.at)} ${end.reason}`.trimEnd()] : []),
    ...differences.map(
      ({ key, before, after }) => `  ${key}: ${lineOf(key, before, lang)} → ${lineOf(key, after, lang)}`,
    ),
  ].join('\n');
}
