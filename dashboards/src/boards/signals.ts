import type { Lang } from '@duqing/catalogue';
import { lastQuarters, wholeWeeks } from '../cells.ts';
import { codeWords } from '../codes.ts';
import { areaName } from '../maps.ts';
import { pageLinks } from '../panels/links.ts';
import { overTime, table, type Boarded } from '../panels/panel.ts';
import { column, literal, select } from '../sql.ts';
import { WORDS } from '../words.ts';
import { say } from './board.ts';

const HERE =
  '(region = ${region:singlequote} OR region IN (SELECT region FROM published_regions WHERE parent = ${region:singlequote}))';

/** Signals that alerts told of, the newest first, with what a post said of each: those that ended stand below the ones that stand. */
export function signalsTable(lang: Lang): Boarded {
  const t = say(lang);
  const mark = column(`if(simulated, ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]);
  return table({
    title: t('早期预警信号', 'Signals of early warning'),
    description: t(
      '周计数超过警戒限时的信号及研判结果,当前状态,不随截至时间变化;重新计算见 web 的信号页。没有信号不等于平静:数据未确认的周无法判断。',
      'Weeks that held more than their limit, and what a post said of them, as of now; the page of signals judges anew. No signal is not quiet: weeks that are not attested cannot be judged.',
    ),
    size: 'areas',
    lang,
    links: pageLinks(lang, 'signals'),
    none: t(
      '没有发出过信号;数据未确认的周无法判断',
      'no signal was told of; weeks that are not attested cannot be judged',
    ),
    sql: select({
      from: 'published_signals',
      columns: [
        column(areaName("CAST(region, 'String')", lang), WORDS.area[lang]),
        column('week', t('周', 'Week')),
        column(codeWords('state', 'state', lang), WORDS.state[lang]),
        column('observed', t('告知时起数', 'Observed when told')),
        column(codeWords('act', 'act', lang), t('研判', 'Judged')),
        column('act_post', t('研判岗位', 'By')),
        column('act_text', t('研判意见', 'What was said')),
        column(`text_${lang}`, WORDS.text[lang]),
        column("formatDateTime(told_at, '%Y-%m-%d %H:%i', 'Asia/Shanghai')", t('告知', 'Told')),
        mark,
      ],
      where: [HERE, "state != 'normal'"],
      orderBy: ["state IN ('firing', 'recovering') DESC", 'told_ms DESC', 'key'],
      limit: 200,
    }),
  })
    .overrideByName(WORDS.text[lang], [
      { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } },
      { id: 'custom.width', value: 480 },
    ])
    .height(8);
}

/** Quarters of which weeks are shown. */
const QUARTERS = 3;

/** What early warning looks at: cases filed and seizures, week by week. */
export function weeklyCounts(lang: Lang): Boarded {
  const t = say(lang);
  return overTime({
    title: t('每周立案与缴获起数 · ${region:text}', 'Cases filed and seizures by week · ${region:text}'),
    description: t(
      '所选季度及前两季的整周,按上报的区划代码,当前状态;没有记录的周没有点,不等于零;最近几周可能尚未报齐。竖线为预警、更正和通报。',
      'Whole weeks of the chosen quarter and the two before it, by the area code as sent, as held now; a week without records has no point, which is not zero; the newest weeks may not be complete. Upright lines: alerts, corrections, bulletins.',
    ),
    size: 'full',
    lang,
    links: pageLinks(lang, 'signals'),
    sql: select({
      from: 'published_weeks',
      columns: [
        column('monday', t('周一', 'Monday')),
        column("if(countIf(measure = 'cases') = 0, NULL, sumIf(records, measure = 'cases'))", t('立案', 'cases filed')),
        column(
          "if(countIf(measure = 'seizures') = 0, NULL, sumIf(records, measure = 'seizures'))",
          t('缴获', 'seizures'),
        ),
      ],
      where: [HERE, lastQuarters(QUARTERS), ...wholeWeeks('monday', QUARTERS)],
      groupBy: ['monday'],
      orderBy: ['monday'],
    }),
  });
}
