import type { Lang } from '@duqing/catalogue';
import { shanghai } from '@duqing/calendar';
import { recipientName, type AlertCase } from '@duqing/duty';
import { html, type Html } from '@duqing/pages';
import type { AlertActRow, AlertLetterRow, AlertView } from '@duqing/warehouse';
import { say } from './layout.ts';

type Words = Readonly<Record<Lang, string>>;

const SEVERITY: Readonly<Record<AlertView['severity'], Words & { mark: string }>> = {
  critical: { zh: '特急', en: 'critical', mark: '‼' },
  warning: { zh: '预警', en: 'warning', mark: '!' },
  info: { zh: '提示', en: 'info', mark: 'i' },
};

const STATE: Readonly<Record<AlertView['state'], Words>> = {
  normal: { zh: '正常', en: 'normal' },
  pending: { zh: '待确认', en: 'pending' },
  firing: { zh: '预警中', en: 'firing' },
  recovering: { zh: '恢复中', en: 'recovering' },
  resolved: { zh: '已结束', en: 'ended' },
};

export const NOTICE: Readonly<Record<AlertView['notices'][number]['kind'], Words>> = {
  notice: { zh: '通知', en: 'notice' },
  recall: { zh: '更正撤回', en: 'recall' },
  resolved: { zh: '结束通知', en: 'end' },
};

export const ACT: Readonly<Record<AlertActRow['act'], Words>> = {
  acknowledge: { zh: '签收', en: 'acknowledged' },
  assign: { zh: '指派', en: 'assigned' },
  comment: { zh: '备注', en: 'comment' },
  close: { zh: '办结', en: 'closed' },
};

export const OUTCOME: Readonly<Record<string, Words>> = {
  true: { zh: '属实', en: 'true' },
  false: { zh: '不属实', en: 'false' },
  known: { zh: '属实，此前已知', en: 'true and known before' },
};

export const SORT: Readonly<Record<AlertLetterRow['sort'], Words>> = {
  ...NOTICE,
  assigned: { zh: '指派通知', en: 'assignment' },
  'stand-in': { zh: '无人签收，转代班', en: 'not acknowledged: stand-in' },
  escalated: { zh: '无人签收，升级', en: 'not acknowledged: escalated' },
  reminder: { zh: '临近期限提醒', en: 'reminder' },
  overdue: { zh: '逾期提醒', en: 'overdue' },
};

/** Whom an alert is for as a reader knows it. */
export function recipientText(recipient: string, lang: Lang): string {
  return recipientName(recipient)[lang];
}

export function severityBadge({ severity }: Pick<AlertView, 'severity'>, lang: Lang): Html {
  const { mark, [lang]: word } = SEVERITY[severity];
  return html`<span class="severity s-${severity}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}

/** The alert's own state, and that it was taken back where it was. */
export function stateText(
  { state }: Pick<AlertView, 'state'>,
  { isRecalled }: Pick<AlertCase, 'isRecalled'>,
  lang: Lang,
): string {
  return isRecalled ? say(lang)('已更正撤回', 'recalled') : STATE[state][lang];
}

/** In one line how it is being dealt with; '' where nothing was sent. */
export function caseText(
  { notice, isRecalled, acknowledged, assignee, due, closed, isOverdue }: AlertCase,
  given: { lang: Lang; nameOf: (post: string) => string },
): string {
  const { lang, nameOf } = given;
  const t = say(lang);
  if (notice === 0) return '';
  if (closed) return `✓ ${t('办结', 'closed')}${t('：', ': ')}${OUTCOME[closed.outcome]?.[lang] ?? ''}`;
  if (isRecalled) return t('请停止据此处置', 'stop acting on it');
  const parts = [
    acknowledged ? `✓ ${t('已签收', 'acknowledged')}` : `○ ${t('尚未签收', 'not acknowledged')}`,
    assignee !== null && `→ ${nameOf(assignee)}`,
    due !== null && `${isOverdue ? `‼ ${t('已逾期', 'overdue')} ` : t('期限 ', 'due ')}${lastDay(due)}`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

/** The day whose exclusive end an instant is. */
export function lastDay(end: number): string {
  return shanghai(end - 1).slice(0, 10);
}
