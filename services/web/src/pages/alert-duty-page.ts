import type { Lang } from '@duqing/catalogue';
import type { RuleShare, WeekCount } from '@duqing/duty';
import { html, momentText, table, type Html } from '@duqing/pages';
import { recipientText } from './alert-words.ts';
import { layout, say } from './layout.ts';
import { link } from './links.ts';

export interface AlertDutyPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  now: number;
  /** empty = the deployment has no roster */
  turns: readonly { role: string; post: string; standIn: string | null; escalate: string | null }[];
  quiet: { from: string; to: string } | null;
  digestAt: string | null;
  counts: readonly WeekCount[];
  shares: readonly RuleShare[];
  /** given up within the time shown, by channel */
  lost: readonly { channel: string; letters: number; error: string }[];
  nameOf: (post: string) => string;
  /** of a kind of alert, as its newest notice calls it */
  kindOf: (kind: string) => string;
}

/** Who is on duty, what each rule costs in notices, and what of it proved true. */
export function alertDutyPage(given: AlertDutyPage): string {
  const { lang, now } = given;
  const t = say(lang);
  const body = html`<h2>${t('现在值班', 'On duty now')}</h2>
    ${turnTable(given)} ${hours(given)}
    <h2>${t('每周通知与预算', 'Notices a week and budgets')}</h2>
    ${countTable(given)}
    <h2>${t('预警属实情况', 'What proved true')}</h2>
    ${shareTable(given)}
    <h2>${t('未送达', 'Not delivered')}</h2>
    ${lostTable(given)}
    <p class="small"><a href="${link('/alerts', { lang })}">${t('← 回到预警清单', '← Back to the list')}</a></p>`;
  const lead = t(`截至 ${momentText(now, lang)}，近四周。`, `As of ${momentText(now, lang)}, the last four weeks.`);
  return layout({
    ...given,
    path: '/alerts/duty',
    heading: t('值班、预算与送达', 'Duty, budgets, delivery'),
    lead,
    body,
  });
}

function turnTable({ turns, lang, nameOf }: AlertDutyPage): Html {
  const t = say(lang);
  const named = (post: string | null): string => (post === null ? '—' : nameOf(post));
  return table({
    caption: t('无人签收时先转代班，再升级', 'Where nobody acknowledges the stand-in is told, then it is escalated'),
    heads: [t('角色', 'Role'), t('值班', 'On duty'), t('代班', 'Stand-in'), t('升级至', 'Escalated to')],
    rows: turns.map(({ role, post, standIn, escalate }) => [
      { content: recipientText(role, lang) },
      { content: named(post) },
      { content: named(standIn) },
      { content: named(escalate) },
    ]),
    empty: t(
      '此部署没有值班表：通知立即发给各角色，没有代班、静默时段和预算。',
      'This deployment has no roster: every role is told at once, without stand-ins, quiet hours or budgets.',
    ),
  });
}

function hours({ quiet, digestAt, lang }: AlertDutyPage): Html | false {
  if (digestAt === null) return false;
  const t = say(lang);
  const night =
    quiet === null
      ? t('没有静默时段。', 'There are no quiet hours.')
      : t(
          `静默时段 ${quiet.from} 至 ${quiet.to}，特急除外。`,
          `Quiet hours ${quiet.from} to ${quiet.to}, save for what is critical.`,
        );
  return html`<p class="small">
    ${night}
    ${t(`超出预算的通知列入每日 ${digestAt} 的汇总；特急不受预算限制。`, `What goes over a budget is in the digest of ${digestAt}; critical notices have no budget.`)}
  </p>`;
}

function number(value: number) {
  return { content: String(value), kind: 'number' as const };
}

function countTable({ counts, lang, kindOf }: AlertDutyPage): Html {
  const t = say(lang);
  return table({
    caption: t(
      '按周、角色和规则；同时发生的多条合为一条消息',
      'By week, role and rule; many at one moment are one message',
    ),
    stacked: false,
    heads: [
      t('周（周一）', 'Week of'),
      t('角色', 'Role'),
      t('规则', 'Rule'),
      t('通知', 'Notices'),
      t('其中特急', 'Critical'),
      t('计入预算的消息', 'Messages counted'),
      t('列入汇总', 'In digests'),
      t('预算', 'Budget'),
    ],
    rows: counts.map(({ week, role, rule, notices, critical, messages, digested, budget, isOver }) => [
      { content: html`<span class="nowrap">${week}</span>` },
      { content: recipientText(role, lang) },
      { content: kindOf(rule) },
      number(notices),
      number(critical),
      number(messages),
      number(digested),
      {
        content: html`${budget === null ? '—' : String(budget)}${isOver && html` <strong class="bad">‼ ${t('超出', 'over')}</strong>`}`,
      },
    ]),
    empty: t('近四周没有通知。', 'There were no notices in the last four weeks.'),
  });
}

function shareTable({ shares, lang, kindOf }: AlertDutyPage): Html {
  const t = say(lang);
  return table({
    caption: t(
      '按办结结论；更正撤回而无结论的计为不属实',
      'From the outcomes given; what was recalled without one counts as false',
    ),
    stacked: false,
    heads: [
      t('规则', 'Rule'),
      t('预警', 'Alerts'),
      t('属实', 'True'),
      t('不属实', 'False'),
      t('已知', 'Known'),
      t('更正撤回', 'Recalled'),
      t('未办结', 'Open'),
      t('属实率', 'Proved true'),
    ],
    rows: shares.map((one) => [
      { content: kindOf(one.rule) },
      ...[one.alerts, one.true, one.false, one.known, one.recalled, one.open].map(number),
      { content: one.proved === null ? '—' : `${one.proved.n}/${one.proved.d}` },
    ]),
    empty: t('还没有发出过预警。', 'No alert was sent yet.'),
  });
}

function lostTable({ lost, lang }: AlertDutyPage): Html {
  const t = say(lang);
  return table({
    caption: t(
      '近四周尚未送达，仍在重试的也在内',
      'Not delivered in the last four weeks, those still tried again among them',
    ),
    heads: [t('渠道', 'Channel'), t('通知', 'Notices'), t('最后一次原因', 'Last reason')],
    rows: lost.map(({ channel, letters, error }) => [
      { content: channel },
      { content: String(letters) },
      { content: error },
    ]),
    empty: t('没有。', 'None.'),
  });
}
