import type { Lang } from '@duqing/catalogue';
import type { FormRow, SheetFault } from '@duqing/intake';
import { html, table, type Html, type TableCell } from '@duqing/pages';
import { fieldName, type Typed } from '../core/typed-returns.ts';
import { choice, langInput, layout, say } from './layout.ts';
import { link } from './links.ts';

export interface ReturnsChoice {
  department: string;
  period: string;
  /** '' = all of the post's areas */
  region: string;
}

type Options = readonly (readonly [value: string, text: string])[];

export interface ReturnsFormPage {
  lang: Lang;
  place: string;
  simulated: boolean;
  chosen: ReturnsChoice;
  departments: Options;
  periods: Options;
  areas: Options;
  rows: readonly (FormRow & { sent: string })[];
  /** what was typed, by the field's name */
  typed: (name: string) => string;
  faults: readonly SheetFault[];
  /** returns that were just taken; null = none */
  done: number | null;
  /** why nothing can be sent from here; null = it can */
  closed: string | null;
}

/** What a department owes, to be typed in or uploaded as a sheet; nothing is sent from here, it is checked first. */
export function returnsFormPage(given: ReturnsFormPage): string {
  const { lang, rows, chosen, closed } = given;
  const t = say(lang);
  const none = t(
    '这一部门在这一时期、这一地区没有应报的项目。',
    'Nothing is owed by this department for this period and area.',
  );
  const parts = rows.length === 0 ? html`<p class="empty">${none}</p>` : html`${upload(given)}${typedForm(given)}`;
  const body = html`${doneNote(given)}${closed !== null && html`<p class="problem" role="alert">✕ ${closed}</p>`}
  ${faultList(given.faults, lang)}${chooser(given)}${parts}`;
  const lead = t(
    '可下载表格填写后上传，也可在本页直接填写。先检查，逐行核对无误后再报送；空白不等于零。',
    'Fill in the sheet and upload it, or type here. It is checked first and sent only when you confirm. Blank is not zero.',
  );
  const fields = { ...chosen };
  return layout({ ...given, path: '/returns', fields, heading: t('报表报送', 'Returns'), lead, body });
}

function doneNote({ done, lang }: ReturnsFormPage): Html | false {
  if (done === null) return false;
  return html`<p class="done" role="status">
    ✓
    ${say(lang)(`已报送 ${done} 项。入库后显示在“已报”一列，通常只需几秒。`, `${done} sent. They show under "held" once they are stored, in seconds as a rule.`)}
  </p>`;
}

/** Faults of a sheet, each by its cell and in words. */
export function faultList(faults: readonly SheetFault[], lang: Lang): Html | false {
  if (faults.length === 0) return false;
  const t = say(lang);
  return html`<div class="problem" role="alert">
    <p>
      ✕ ${t(`有 ${faults.length} 处需要改正，一项也没有报送：`, `${faults.length} to put right; nothing was sent:`)}
    </p>
    <ul>
      ${faults.map((fault) => html`<li><strong>${whereText(fault, lang)}</strong>${t('：', ': ')}${fault.reason[lang]}</li>`)}
    </ul>
  </div>`;
}

function whereText({ line, label, column, cell }: SheetFault, lang: Lang): string {
  const at = cell === '' ? (label === '' ? say(lang)(`第 ${line} 行`, `line ${line}`) : '') : cell;
  return [at, label, lang === 'zh' ? column : headingText(column)].filter((part) => part !== '').join(' · ');
}

/** A heading of the sheet with what it means, for readers of English; others as they are. */
function headingText(column: string): string {
  const key = Object.entries(LABELS).find(([, { zh }]) => zh === column)?.[1];
  return key === undefined ? column : `${key.en} (${column})`;
}

function chooser({ chosen, departments, periods, areas, lang }: ReturnsFormPage): Html {
  const t = say(lang);
  const pick = (id: keyof ReturnsChoice, label: string, options: Options): Html =>
    html`<span class="field">${choice({ id, label, options, chosen: chosen[id] })}</span>`;
  return html`<div class="bar">
    <form method="get" action="/returns">
      ${pick('department', t('部门', 'Department'), departments)} ${pick('period', t('统计期', 'Period'), periods)}
      ${pick('region', t('地区', 'Area'), areas)}${langInput(lang)}
      <button>${t('查看', 'Show')}</button>
    </form>
  </div>`;
}

function hidden({ chosen, lang }: ReturnsFormPage): Html {
  return html`${Object.entries(chosen).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}${langInput(lang)}`;
}

function upload(given: ReturnsFormPage): Html {
  const { chosen, lang } = given;
  const t = say(lang);
  const sheet = (type: 'xlsx' | 'csv'): string => link(`/returns/sheet.${type}`, { ...chosen, lang });
  return html`<h2>${t('用表格报送', 'With a sheet')}</h2>
    <p>
      ${t('下载已按部门和统计期生成的表格：', 'The sheet made for this department and period: ')}<a
        href="${sheet('xlsx')}"
        >XLSX</a
      >
      · <a href="${sheet('csv')}">CSV</a>
    </p>
    <form class="stack" method="post" action="/returns/check" enctype="multipart/form-data">
      ${hidden(given)}
      <label for="sheet">${t('填好的表格（XLSX 或 CSV）', 'The sheet, filled in (XLSX or CSV)')}</label>
      <input id="sheet" name="sheet" type="file" accept=".xlsx,.csv" required />
      <button>${t('上传并检查', 'Upload and check')}</button>
    </form>`;
}

function typedForm(given: ReturnsFormPage): Html {
  const { rows, lang } = given;
  const t = say(lang);
  const heads = [t('指标', 'Item'), t('地区', 'Area'), t('已报', 'Held'), t('填报', 'Figures')];
  const lines = rows.map((row, index) => [
    { content: itemCell(row, lang) },
    { content: row.areaName },
    { content: row.sent === '' ? '—' : row.sent },
    { content: inputs(row, { index, given }) },
  ]);
  return html`<h2>${t('在本页填写', 'Here')}</h2>
    <form method="post" action="/returns/check">
      ${hidden(given)}<input type="hidden" name="typed" value="yes" />
      ${table({ caption: t(`应报 ${rows.length} 项；只填要报的`, `${rows.length} owed; fill in what is to be sent`), heads, rows: lines as TableCell[][], empty: '' })}
      <button>${t('检查', 'Check')}</button>
    </form>`;
}

function itemCell({ name, counts, outOf, unit, due, measure }: FormRow, lang: Lang): Html {
  const t = say(lang);
  const parts = outOf === null ? counts[lang] : `${counts[lang]} / ${outOf[lang]}`;
  const facts = [
    parts,
    unit[lang] === '' ? '' : t(`单位：${unit.zh}`, `unit: ${unit.en}`),
    due === '' ? '' : t(`${due} 前报`, `due ${due}`),
  ];
  return html`<strong>${name[lang]}</strong> <span class="code">${measure}</span
    ><span class="sub">${facts.filter((fact) => fact !== '').join(t('；', '; '))}</span>`;
}

interface Input {
  index: number;
  given: ReturnsFormPage;
}

const TAKES: Record<FormRow['takes'], readonly Typed[]> = {
  ratio: ['numerator', 'denominator', 'nil'],
  numerator: ['numerator', 'nil'],
  value: ['value', 'nil'],
  flag: ['value'],
  attestation: ['through', 'value'],
};

const LABELS: Record<Typed, { zh: string; en: string }> = {
  numerator: { zh: '分子', en: 'numerator' },
  denominator: { zh: '分母', en: 'denominator' },
  value: { zh: '数值', en: 'value' },
  nil: { zh: '零报告', en: 'nil' },
  through: { zh: '确认至', en: 'through' },
};

function inputs(row: FormRow, { index, given }: Input): Html {
  return html`<span class="figures">${TAKES[row.takes].map((column) => input(column, { row, index, given }))}</span>`;
}

function input(column: Typed, { row, index, given: { lang, typed } }: Input & { row: FormRow }): Html {
  const [id, name] = [`${column}-${index}`, fieldName(column, row)];
  const said = typed(name);
  const label = row.takes === 'attestation' && column === 'value' ? { zh: '条数', en: 'records' } : LABELS[column];
  const labelled = html`<label for="${id}"
    >${label[lang]}<span class="vh"> ${row.areaName} ${row.name[lang]}</span></label
  >`;
  if (column === 'nil')
    return html`<span class="field"
      ><input id="${id}" name="${name}" type="checkbox" value="是" ${said !== '' && html` checked`} />${labelled}</span
    >`;
  if (row.takes === 'flag') {
    const options = [
      ['', '—'],
      ['是', say(lang)('是', 'yes')],
      ['否', say(lang)('否', 'no')],
    ] as const;
    return html`<span class="field"
      >${labelled}<select id="${id}" name="${name}">
        ${options.map(([value, text]) => html`<option value="${value}" ${value === said && html` selected`}>${text}</option>`)}
      </select></span
    >`;
  }
  const type = column === 'through' ? 'date' : 'text';
  return html`<span class="field"
    >${labelled}<input id="${id}" name="${name}" type="${type}" inputmode="numeric" value="${said}" autocomplete="off"
  /></span>`;
}
