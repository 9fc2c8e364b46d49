import { shanghai } from '@duqing/calendar';
import { minuteOf, type AlertCase } from '@duqing/duty';
import type { AlertActRow } from '@duqing/warehouse';
import type { Lang } from '../usage.ts';

/** How an alert is being dealt with, as `--json` gives it. */
export function caseView({ notice, acknowledged, assignee, due, closed, isOverdue, acts }: AlertCase): object {
  return {
    notice,
    acknowledged: acknowledged && { by: acknowledged.by, at: shanghai(acknowledged.at) },
    assignee,
    due: due === null ? null : dayBefore(due),
    overdue: isOverdue,
    closed: closed && { outcome: closed.outcome, by: closed.by, at: shanghai(closed.at) },
    acts: acts.map(actView),
  };
}

function actView({ act_id, notice, act, at, post, assignee, due, outcome, text }: AlertActRow): object {
  return {
    id: act_id,
    act,
    notice,
    at: shanghai(at),
    by: post,
    ...(assignee !== '' && { assignee }),
    ...(due !== 0 && { due: dayBefore(due) }),
    ...(outcome !== '' && { outcome }),
    text,
  };
}

const ACTS: Record<AlertActRow['act'], Record<Lang, string>> = {
  acknowledge: { zh: '签收', en: 'acknowledged' },
  assign: { zh: '指派', en: 'assigned' },
  comment: { zh: '备注', en: 'comment' },
  close: { zh: '办结', en: 'closed' },
};
const OUTCOME: Record<string, Record<Lang, string>> = {
  true: { zh: '属实', en: 'true' },
  false: { zh: '不属实', en: 'false' },
  known: { zh: '已知情况', en: 'known before' },
};

/** One line an act, oldest first. */
export function caseLines({ acts, isOverdue }: AlertCase, lang: Lang): string[] {
  const lines = acts.map(({ act, at, post, assignee, due, outcome, text }) =>
    [
      minuteOf(at),
      post,
      ACTS[act][lang],
      OUTCOME[outcome]?.[lang] ?? '',
      assignee === '' ? '' : `→ ${assignee}`,
      due === 0 ? '' : `${lang === 'zh' ? '期限' : 'due'} ${dayBefore(due)}`,
      text,
    ]
      .filter((part) => part !== '')
      .join('  '),
  );
  return isOverdue ? [...lines, lang === 'zh' ? '‼ 已逾期' : '‼ overdue'] : lines;
}

/** The day whose exclusive end an instant is. */
function dayBefore(end: number): string {
  return shanghai(end - 1).slice(0, 10);
}
