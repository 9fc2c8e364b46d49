import type { Balance, Hole } from '@duqing/warehouse';
import { alertKey } from '../identity.ts';
import type { Finding, KindEntry, Scene } from '../types.ts';
import { regionOf } from './source-silent.ts';

export const imbalance: KindEntry = {
  kind: 'imbalance',
  name: { zh: '收支不平', en: 'balance does not hold' },
  action: {
    zh: '停止发布通报，核对台账与退件；每条消息必须有且只有一个去向',
    en: 'hold back bulletins and compare ledger and rejects: every message ends in exactly one class',
  },
  recipients: () => ['engineers'],
  find: (scene) => [
    ...scene.balance.filter((row) => row.received !== classed(row)).map((row) => finding(row, scene)),
    ...[...Map.groupBy(scene.holes, ({ topic, partition }) => `${topic}/${partition}`)].map(([place, holes]) =>
      lost(place, { holes, scene }),
    ),
  ],
  ending: () => ({ outcome: 'back', held: false, said: { zh: '收支已平', en: 'the balance holds again' } }),
};

function classed(row: Balance): number {
  return row.accepted + row.superseded + row.duplicate + row.conflict + row.rejected + row.discarded;
}

function finding(row: Balance, scene: Scene): Finding {
  const { source, topic, quarter, received } = row;
  return {
    kind: 'imbalance',
    key: alertKey('imbalance', topic, source, quarter),
    severity: 'critical',
    indicator: null,
    region: regionOf(source, scene.city),
    period: quarter,
    held: false,
    silenced: false,
    value: received - classed(row),
    causes: [],
    simulated: false,
    said: {
      zh: `来源${source}（${topic}）收到${received}条，已归类${classed(row)}条`,
      en: `${received} messages of ${source} (${topic}) received, ${classed(row)} accounted for`,
    },
    consequences: [],
  };
}

/** By coordinates: a message that is neither in the ledger nor among the rejects. */
function lost(place: string, { holes, scene }: { holes: readonly Hole[]; scene: Scene }): Finding {
  const count = holes.reduce((sum, { from, to }) => sum + Number(BigInt(to) - BigInt(from)) + 1, 0);
  const [first] = holes;
  const range = first === undefined || first.from === first.to ? (first?.from ?? '') : `${first.from}–${first.to}`;
  return {
    kind: 'imbalance',
    key: alertKey('imbalance', place),
    severity: 'critical',
    indicator: null,
    region: scene.city,
    period: null,
    held: false,
    silenced: false,
    value: count,
    causes: [],
    simulated: false,
    said: {
      zh: `主题分区${place}有${count}条消息既不在台账也不在退件中，最早位于偏移${range}`,
      en: `${count === 1 ? 'a message' : `${count} messages`} of ${place} ${count === 1 ? 'is' : 'are'} neither in the ledger nor among the rejects, the first at offset ${range}`,
    },
    consequences: [],
  };
}
