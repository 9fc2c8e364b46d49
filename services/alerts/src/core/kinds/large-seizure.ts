import { quarterOfDay } from '@duqing/calendar';
import { add, compare, decimal, massText, multiply, Substances, type Decimal } from '@duqing/substances';
import { alertKey } from '../identity.ts';
import type { Finding, KindEntry, Scene, SeizedItem, Text } from '../types.ts';

/** Multiple of the law's "large quantity" from which one seizure is told (ours: ten times, so that it stays rare). */
const MULTIPLE = 10;
const SHIPPED = new Substances();

export const largeSeizure: KindEntry = {
  kind: 'large-seizure',
  name: { zh: '大宗缴获', en: 'large seizure' },
  action: {
    zh: '研判来源与流向，必要时报请上级组织专案；核对数量与单位是否填报有误',
    en: 'assess origin and route, ask for a joint case where due; check quantity and unit for a slip of entry',
  },
  recipients: () => ['commander', 'analysts'],
  find,
  ending: () => ({
    outcome: 'revoked',
    held: false,
    said: { zh: '该缴获记录已被更正或撤回', en: 'the seizure was corrected or withdrawn' },
  }),
};

/** One finding a seizure and substance: unlike substances are never added. */
function find(scene: Scene): Finding[] {
  const groups = Map.groupBy(scene.seizures, ({ subject, substance }) => `${substance}/${subject}`);
  return [...groups.values()].flatMap((items) => judged(items, scene));
}

function judged(items: SeizedItem[], { today, substances = SHIPPED }: Scene): Finding[] {
  const [first] = items;
  const threshold = first && substances.thresholdOf(first.substance, first.day);
  if (!first || !threshold || first.day > today) return [];
  const grams = items.map((item) => decimal(item.grams)).reduce(add);
  const limit = multiply(decimal(threshold.grams), decimal(MULTIPLE));
  return compare(grams, limit) < 0 ? [] : [finding(first, { grams, limit, name: substances.nameOf(first.substance) })];
}

function finding(
  item: SeizedItem,
  {
    grams,
    limit,
    name = { zh: item.substance, en: item.substance },
  }: { grams: Decimal; limit: Decimal; name: Text | undefined },
): Finding {
  return {
    kind: 'large-seizure',
    key: alertKey('large-seizure', item.substance, item.region, item.subject),
    severity: 'warning',
    indicator: 'seized-mass',
    region: item.region,
    period: quarterOfDay(item.day),
    held: false,
    silenced: item.backfilled,
    value: null,
    causes: [item.subject],
    simulated: item.simulated,
    said: {
      zh: `${item.day}单次缴获${name.zh}${massText(grams)}，告知线${massText(limit)}`,
      en: `${massText(grams)} of ${name.en} in one seizure of ${item.day}, told from ${massText(limit)}`,
    },
    consequences: [],
  };
}
