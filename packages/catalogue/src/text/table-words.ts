import type { Columns, Department, Group } from '../types.ts';
import type { Lang, Words } from './lang.ts';

const GROUPS: Record<Group, Words> = {
  'seven-zeros': { zh: '七个零', en: 'Seven zeros' },
  'four-up': { zh: '四个上升', en: 'Four rising' },
  'four-down': { zh: '四个下降', en: 'Four falling' },
  governance: { zh: '组织领导', en: 'Governance' },
  composite: { zh: '综合评估', en: 'Overall assessment' },
  prevention: { zh: '预防教育', en: 'Prevention' },
  treatment: { zh: '戒毒管控', en: 'Treatment and control' },
  enforcement: { zh: '打击犯罪', en: 'Enforcement' },
  precursors: { zh: '易制毒化学品管理', en: 'Precursors' },
  monitoring: { zh: '毒情监测', en: 'Monitoring' },
  situation: { zh: '毒情态势', en: 'Situation' },
};

const DEPARTMENTS: Record<Department, Words> = {
  police: { zh: '公安', en: 'police' },
  'drug-control-office': { zh: '禁毒办', en: 'drug-control office' },
  justice: { zh: '司法行政', en: 'justice' },
  'party-office': { zh: '党委办公室', en: 'party office' },
  'government-office': { zh: '政府办公室', en: 'government office' },
  education: { zh: '教育', en: 'education' },
  publicity: { zh: '宣传', en: 'publicity' },
  health: { zh: '卫生健康', en: 'health' },
  postal: { zh: '邮政管理', en: 'postal administration' },
  transport: { zh: '交通运输', en: 'transport' },
  commerce: { zh: '商务', en: 'commerce' },
  forestry: { zh: '林业', en: 'forestry' },
};

const SOURCES: Record<Columns['source'], Words> = {
  case: { zh: '案件', en: 'cases' },
  'case+return': { zh: '案件和报表', en: 'cases and returns' },
  seizure: { zh: '缴获', en: 'seizures' },
  intelligence: { zh: '情报线索', en: 'intelligence' },
  return: { zh: '部门报表', en: 'departmental returns' },
  derived: { zh: '系统推算', en: 'derived' },
};

const BASES: Record<Columns['basis'], Words> = {
  text: { zh: '文本', en: 'text' },
  default: { zh: '本系统设定', en: 'our own default' },
};

export function groupText(group: Group, lang: Lang): string {
  return GROUPS[group][lang];
}

export function departmentText(department: Department, lang: Lang): string {
  return DEPARTMENTS[department][lang];
}

export function sourceText(source: Columns['source'], lang: Lang): string {
  return SOURCES[source][lang];
}

export function basisText(basis: Columns['basis'], lang: Lang): string {
  return BASES[basis][lang];
}
