interface Words {
  zh: string;
  en: string;
}

const ROLES: Readonly<Record<string, Words>> = {
  commander: { zh: '指挥员', en: 'commander' },
  analysts: { zh: '分析岗', en: 'analysts' },
  engineers: { zh: '运维岗', en: 'engineers' },
};
/** Shorter than the catalogue's names: they stand in messages for a phone. */
const DEPARTMENTS: Readonly<Record<string, string>> = {
  police: '公安',
  'drug-control-office': '禁毒办',
  justice: '司法',
  'party-office': '党委办',
  'government-office': '政府办',
  education: '教育',
  publicity: '宣传',
  health: '卫健',
  postal: '邮政',
  transport: '交通',
  commerce: '商务',
  forestry: '林业',
};

/** Whom an alert is for (a role, `department:ID`) as a reader knows it; what is neither is a post and keeps its own name. */
export function recipientName(recipient: string): Words {
  const department = /^department:(.+)$/.exec(recipient)?.[1];
  if (department !== undefined)
    return { zh: `${DEPARTMENTS[department] ?? department}部门`, en: `${department} department` };
  return ROLES[recipient] ?? { zh: recipient, en: recipient };
}
