import { reasonWord, REASONS, type Lang } from '@duqing/catalogue';
import { AT_OR_BELOW, cellColumns, cellsWhere, IN_PERIOD, IS_UNIT, ITEM, REGION, selectCells } from '../cells.ts';
import { codeWords } from '../codes.ts';
import { areaName } from '../maps.ts';
import { itemRowLinks, pageLinks } from '../panels/links.ts';
import { bars, overTime, stat, table, type Boarded } from '../panels/panel.ts';
import { column, literal, select, worded, type Column } from '../sql.ts';
import { coloured, COLOURS, SERIES, type Size } from '../style.ts';
import { WORDS } from '../words.ts';
import { say, type Board } from './board.ts';
import { returnsGrid } from './returns.ts';

const moment = (expression: string): string => `formatDateTime(${expression}, '%Y-%m-%d %H:%i', 'Asia/Shanghai')`;

interface Rows {
  title: string;
  description: string;
  from: string;
  columns: Column[];
  where?: string[];
  groupBy?: string[];
  orderBy?: string[];
  size?: Size;
  links?: ReturnType<typeof pageLinks>;
  none?: string;
}

function rowsOf(lang: Lang, { title, description, size = 'full', links, none, ...rest }: Rows): Boarded {
  const sql = select({ ...rest, limit: 500 });
  return table({ title, description, size, lang, sql, ...(links && { links }), ...(none && { none }) });
}

const BALANCE = ['received', 'accepted', 'superseded', 'duplicate', 'conflict', 'rejected', 'discarded'];
const BALANCE_ZH = ['收到', '采用', '被更新', '重复', '冲突', '退件', '丢弃'];

function balanceColumns(lang: Lang): Column[] {
  return BALANCE.map((name, index) =>
    column(`sum(${name})`, lang === 'zh' ? (BALANCE_ZH[index] ?? name) : `messages ${name}`),
  );
}

/** Which record a row is of: when it came, of where, of what. */
function recordColumns(lang: Lang): Column[] {
  return [
    column(moment('at'), say(lang)('收到', 'Received')),
    column(areaName("CAST(region, 'String')", lang), WORDS.area[lang]),
    column(codeWords("CAST(family, 'String')", 'family', lang), WORDS.kind[lang]),
  ];
}

/** Where it stands, without its id, and whether it is made up. */
function placeColumns(lang: Lang): Column[] {
  return [
    column('what', say(lang)('对象或位置', 'What')),
    column(`if(simulated, ${literal(WORDS.simulated[lang])}, '')`, WORDS.marks[lang]),
  ];
}

/** Received less every class: 0, or the pipeline lost or made up a message. */
const DIFFERENCE = `sum(received) - ${BALANCE.slice(1)
  .map((name) => `sum(${name})`)
  .join(' - ')}`;

function reasonWords(lang: Lang): (readonly [string, string])[] {
  return REASONS.map((reason) => [reason, reasonWord(reason, lang)] as const);
}

const REASON_WORDS = { zh: reasonWords('zh'), en: reasonWords('en') };

/** Of the returns that an area owes in the period: how many came in time, late, and not yet. */
function timeliness(lang: Lang): Boarded {
  const t = say(lang);
  return bars({
    title: t('各地区报表及时性 · ${period:text} · ${asof:text}', 'Timeliness by area · ${period:text} · ${asof:text}'),
    description: t(
      '本期各地区应报报表:按时、迟报、未到(含未到期)。',
      'Returns that each area owes in the period: in time, late, not here (those not yet due too).',
    ),
    size: 'full',
    lang,
    links: pageLinks(lang, 'overview'),
    stacked: true,
    sql: selectCells({
      columns: [
        column(
          `concat(${REGION[lang]}, if(max(simulated), ${literal(` ${WORDS.simulated[lang]}`)}, ''))`,
          WORDS.area[lang],
        ),
        column('sum(returns_on_time)', t('按时', 'in time')),
        column('sum(returns_received) - sum(returns_on_time)', t('迟报', 'late')),
        column('sum(returns_expected) - sum(returns_received)', t('未到', 'not here')),
      ],
      where: [AT_OR_BELOW, IN_PERIOD, IS_UNIT],
      groupBy: ['region'],
      orderBy: [REGION.position],
    }),
  })
    .overrideByName(t('按时', 'in time'), coloured(COLOURS.met))
    .overrideByName(t('迟报', 'late'), coloured(COLOURS['not-assessable']))
    .overrideByName(t('未到', 'not here'), coloured(SERIES.base));
}

export const quality: Board = {
  id: 'quality',
  title: { zh: '数据质量', en: 'Data quality' },
  description: {
    zh: '报表日历、数据确认、及时性、退件、收支、冲突与修订。',
    en: 'Returns, attestations, timeliness, rejects, balance, conflicts and revisions.',
  },
  variables: [],
  rows: (lang) => {
    const t = say(lang);
    const cells = cellColumns(lang);
    return [
      {
        title: t('报表', 'Returns'),
        panels: [
          returnsGrid(lang),
          timeliness(lang),
          rowsOf(lang, {
            title: t('尚未收到的报表', 'Returns not received'),
            description: t(
              '按指标和地区;报表缺失者其判定为无法评估,未到期者另注。',
              'By item and area; a missing one leaves its item not assessable, one not yet due says so.',
            ),
            none: t('应报的都已收到', 'all that are expected were received'),
            links: itemRowLinks(lang),
            from: cellsWhere([AT_OR_BELOW, IN_PERIOD]),
            columns: [
              cells.area,
              cells.indicator,
              cells.period,
              column('returns_expected', t('应报', 'Expected')),
              column('returns_received', t('已报', 'Received')),
              column('returns_on_time', t('按时', 'In time')),
              cells.verdict,
              ...cells.around.slice(2),
              cells.code,
              cells.item,
              cells.key,
            ],
            where: ['returns_received < returns_expected'],
            orderBy: [REGION.position, ITEM.position],
          }),
          rowsOf(lang, {
            title: t('无法评估的原因', 'Why items cannot be assessed'),
            description: t('按原因计数。', 'Counted by reason.'),
            from: cellsWhere([AT_OR_BELOW, IN_PERIOD]),
            columns: [
              column(worded('reason', REASON_WORDS[lang]), WORDS.reason[lang]),
              column('count()', WORDS.count[lang]),
              column(`if(max(simulated), '${WORDS.simulated[lang]}', '')`, WORDS.marks[lang]),
            ],
            where: ["verdict = 'not-assessable'"],
            groupBy: ['reason'],
            orderBy: ['count() DESC'],
            size: 'half',
            none: t('没有无法评估的项', 'none that cannot be assessed'),
            links: pageLinks(lang, 'overview'),
          }),
          rowsOf(lang, {
            title: t('数据源确认', 'Attestations'),
            description: t(
              '各地区各数据源确认完整至哪一天;没有确认则零不算零。',
              'Through which day each feed of an area is attested; without it a zero is none.',
            ),
            from: 'published_attestations',
            columns: [
              column(areaName("CAST(region, 'String')", lang), WORDS.area[lang]),
              column(codeWords("CAST(feed, 'String')", 'feed', lang), WORDS.source[lang]),
              column('through', t('确认至', 'Through')),
              column(moment('received_at'), t('收到', 'Received')),
            ],
            where: ['quarter = ${period:singlequote}'],
            orderBy: ['region', 'feed'],
            size: 'half',
          }),
        ],
      },
      {
        title: t('收支', 'Balance'),
        panels: [
          stat({
            title: t('收支差额', 'Balance difference'),
            description: t('收到减去各类之和,必须为零。', 'Received less every class; must be zero.'),
            size: 'tile',
            lang,
            alarm: true,
            sql: select({
              from: 'published_balance',
              columns: [column(`if(count() = 0, NULL, ${DIFFERENCE})`, t('差额', 'difference'))],
            }),
          }),
          rowsOf(lang, {
            title: t('各来源收支', 'Balance by source'),
            description: t(
              '收到 = 采用 + 被更新 + 重复 + 冲突 + 退件 + 丢弃。',
              'received = accepted + superseded + duplicate + conflict + rejected + discarded.',
            ),
            from: 'published_balance',
            columns: [
              column('source', WORDS.source[lang]),
              column(codeWords("CAST(topic, 'String')", 'topic', lang), WORDS.kind[lang]),
              ...balanceColumns(lang),
              column(DIFFERENCE, t('差额', 'Difference')),
            ],
            groupBy: ['source', 'topic'],
            orderBy: ['source', 'topic'],
          }),
          rowsOf(lang, {
            title: t('退件', 'Rejects'),
            description: t(
              '按来源、字段和原因;处置见 web 的退回数据页。',
              'By source, field and reason; to be mended on the page of rejects.',
            ),
            from: 'published_rejects',
            columns: [
              column('source', WORDS.source[lang]),
              column(codeWords("CAST(topic, 'String')", 'topic', lang), WORDS.kind[lang]),
              column('code', WORDS.state[lang]),
              column('field', t('字段', 'Field')),
              column(`reason_${lang}`, WORDS.reason[lang]),
              column('rejected', WORDS.count[lang]),
              column(moment('last_at'), WORDS.last[lang]),
            ],
            orderBy: ['rejected DESC', 'source'],
            links: pageLinks(lang, 'rejects'),
            none: t('没有退件', 'no rejects'),
          }),
        ],
      },
      {
        title: t('更正', 'Corrections'),
        panels: [
          bars({
            title: t('更正与撤回', 'Corrections and withdrawals'),
            description: t('按收到的季度。', 'By the quarter of receipt.'),
            size: 'half',
            lang,
            sql: select({
              from: 'published_corrections',
              columns: [
                column("concat(toString(toYear(at)), 'Q', toString(toQuarter(at)))", WORDS.period[lang]),
                column('countIf(NOT withdrawn)', t('更正', 'Corrected')),
                column('countIf(withdrawn)', t('撤回', 'Withdrawn')),
              ],
              groupBy: ["concat(toString(toYear(at)), 'Q', toString(toQuarter(at)))"],
              orderBy: ['1'],
            }),
          }),
          rowsOf(lang, {
            title: t('各来源更正', 'Corrections by source'),
            description: t('修订次数与最近一次。', 'How often, and when last.'),
            from: 'published_corrections',
            columns: [
              column('source', WORDS.source[lang]),
              column(codeWords("CAST(family, 'String')", 'family', lang), WORDS.kind[lang]),
              column('count()', WORDS.count[lang]),
              column(moment('max(at)'), WORDS.last[lang]),
            ],
            groupBy: ['source', 'family'],
            orderBy: ['count() DESC'],
            size: 'half',
          }),
          rowsOf(lang, {
            title: t('冲突', 'Conflicts'),
            description: t(
              '同一修订号、内容不同而未被采用的消息,最近的在前;报表写明对象,其余只写在主题中的位置(看板不显示编号)。',
              'Messages that lost against another of the same revision, the newest first; returns by their subject, others by their place in the topic (boards show no ids).',
            ),
            from: 'published_conflicts',
            columns: [
              ...recordColumns(lang),
              column('source', WORDS.source[lang]),
              column('kept_source', t('采用的来源', 'Source that counts')),
              column('revision', t('修订号', 'Revision')),
              ...placeColumns(lang),
            ],
            orderBy: ['at DESC', 'what'],
            none: t('没有冲突', 'no conflicts'),
          }),
          rowsOf(lang, {
            title: t('更正与撤回明细', 'Corrections and withdrawals, one by one'),
            description: t(
              '最近的 500 条;报表写明对象,其余只写在主题中的位置(看板不显示编号)。',
              'The newest 500; returns by their subject, others by their place in the topic (boards show no ids).',
            ),
            from: 'published_corrections',
            columns: [
              ...recordColumns(lang),
              column(
                `if(withdrawn, ${literal(t('撤回', 'withdrawn'))}, ${literal(t('更正', 'corrected'))})`,
                WORDS.state[lang],
              ),
              column('revision', t('修订号', 'Revision')),
              column('source', WORDS.source[lang]),
              ...placeColumns(lang),
            ],
            orderBy: ['at DESC', 'what'],
            none: t('没有更正', 'no corrections'),
          }),
        ],
      },
    ];
  },
};

export const pipeline: Board = {
  id: 'pipeline',
  title: { zh: '运行状况', en: 'Pipeline health' },
  description: {
    zh: '来源最近收到、处理延迟、已处理至何时、通报。给工程人员;进程指标在 Prometheus。',
    en: 'When each source was last heard, delay of processing, settled until when, bulletins. For engineers; metrics of the processes are in Prometheus.',
  },
  variables: [],
  rows: (lang) => {
    const t = say(lang);
    return [
      {
        title: WORDS.source[lang],
        panels: [
          rowsOf(lang, {
            title: t('各来源', 'Sources'),
            description: t(
              '消息数、最近收到、处理延迟(秒);补录的不计延迟,另列。最久未收到者在前。',
              'Messages, last received, delay of processing in seconds; replays have no delay and stand apart. The longest silent first.',
            ),
            from: 'published_sources',
            columns: [
              column('source', WORDS.source[lang]),
              column(codeWords("CAST(topic, 'String')", 'topic', lang), WORDS.kind[lang]),
              column('messages', WORDS.count[lang]),
              column(moment('last_at'), WORDS.last[lang]),
              column("ifNull(toString(round(delay_median, 1)), '—')", t('延迟中位(秒)', 'median delay (s)')),
              column("ifNull(toString(round(delay_p95, 1)), '—')", t('延迟95%(秒)', 'p95 delay (s)')),
              column('late', t('迟于一天(补录或停顿)', 'over a day (replayed or stalled)')),
              column(`if(simulated, '${WORDS.simulated[lang]}', '')`, WORDS.marks[lang]),
            ],
            orderBy: ['last_ms'],
          }),
        ],
      },
      {
        title: t('处理', 'Processing'),
        panels: [
          rowsOf(lang, {
            title: t('已处理至', 'Settled until'),
            description: t('此前的截至时间可以查询。', 'As-of moments up to here can be asked.'),
            from: 'published_watermarks',
            columns: [
              column('source', WORDS.source[lang]),
              column(moment('settled_at'), t('已处理至', 'Settled until')),
            ],
            orderBy: ['source'],
            size: 'half',
          }),
          rowsOf(lang, {
            title: t('从生产到入库的心跳', 'Heartbeat from producer to store'),
            description: t(
              '最近一次走完全程的标记;没有时可能是只经文件导入。',
              'The newest marker that went the whole way; none where data come in by file only.',
            ),
            from: 'published_heartbeat',
            columns: [column(moment('sent_at'), t('发出', 'Sent')), column(moment('stored_at'), t('入库', 'Stored'))],
            size: 'half',
            none: t('没有心跳(未经 Kafka 接收)', 'no heartbeat (nothing came through Kafka)'),
          }),
          rowsOf(lang, {
            title: t('各来源数据截至', 'Data as of, by source'),
            description: t(
              '最近一次有效消息与最近一次退件;没有有效消息者其数据为空。最久者在前。',
              'The last valid message and the last refused one; a source of which all was refused has no data. The oldest first.',
            ),
            from: 'published_data_as_of',
            columns: [
              column('source', WORDS.source[lang]),
              column(`ifNull(${moment('data_at')}, '—')`, t('有效消息', 'Valid')),
              column(`ifNull(${moment('refused_at')}, '—')`, t('退件', 'Refused')),
            ],
            orderBy: ['data_at ASC NULLS FIRST', 'source'],
            size: 'half',
          }),
          rowsOf(lang, {
            title: t('通报', 'Bulletins'),
            description: t('已签发的通报。', 'Sealed editions.'),
            from: 'published_bulletins',
            columns: [
              column('quarter', WORDS.period[lang]),
              column(codeWords("CAST(edition, 'String')", 'edition', lang), WORDS.edition[lang]),
              column(codeWords("CAST(audience, 'String')", 'audience', lang), WORDS.group[lang]),
              column('lang', WORDS.language[lang]),
              column(moment('cut_off'), WORDS.asof[lang]),
              column(moment('sealed_at'), t('签发', 'Sealed')),
            ],
            orderBy: ['sealed_at DESC'],
            size: 'half',
            links: pageLinks(lang, 'bulletins'),
            none: t('尚未签发', 'none sealed yet'),
          }),
          overTime({
            title: t('每日收到的消息', 'Messages received by day'),
            description: t(
              '看板时间范围内;竖线为预警、更正和通报。',
              "Within the board's range; upright lines: alerts, corrections, bulletins.",
            ),
            size: 'full',
            lang,
            points: false,
            sql: select({
              from: 'published_receipts',
              columns: [
                column('day', t('日期', 'Day')),
                column("sumIf(messages, topic = 'duqing.cases')", t('案件', 'cases')),
                column("sumIf(messages, topic = 'duqing.seizures')", t('缴获', 'seizures')),
                column("sumIf(messages, topic = 'duqing.intelligence')", t('情报', 'intelligence')),
                column("sumIf(messages, topic = 'duqing.returns')", t('报表与确认', 'returns and attestations')),
              ],
              where: ['$__timeFilter(day)'],
              groupBy: ['day'],
              orderBy: ['day'],
            }),
          }),
          bars({
            title: t('每季度收到的消息', 'Messages by quarter of receipt'),
            description: t('按类别。', 'By class.'),
            size: 'full',
            lang,
            sql: select({
              from: 'published_balance',
              columns: [column('quarter', WORDS.period[lang]), ...balanceColumns(lang).slice(1)],
              groupBy: ['quarter'],
              orderBy: ['quarter'],
            }),
          }),
        ],
      },
    ];
  },
};
