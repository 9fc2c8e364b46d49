import { quarterOfDay } from '@duqing/calendar';
import type { Balance } from '@duqing/warehouse';
import { alertKey } from '../identity.ts';
import type { Finding, KindEntry, Scene } from '../types.ts';
import { regionOf } from './source-silent.ts';

/** Share of rejected messages above which a source is reported, and the messages from which a share means something (ours). */
const LIMIT = { share: 0.05, minimum: 20 };

export const rejectShare: KindEntry = {
  kind: 'reject-share',
  name: { zh: '退件比例过高', en: 'share of rejects too high' },
  action: {
    zh: '用 npx duqing rejects list 查看原因，与报送单位一并修正后重发',
    en: 'read the reasons with npx duqing rejects list, mend them with the sender and replay',
  },
  recipients: () => ['engineers'],
  find,
  ending: () => ({
    outcome: 'back',
    held: false,
    said: { zh: '退件比例已回落', en: 'the share is below the limit again' },
  }),
};

/** Of the present quarter of receipt: what was refused long ago is not news. */
function find(scene: Scene): Finding[] {
  const rows = scene.balance.filter(({ quarter }) => quarter === quarterOfDay(scene.today));
  return [...Map.groupBy(rows, ({ source }) => source)].flatMap(([source, all]) => {
    const received = all.reduce((sum, row) => sum + row.received, 0);
    const rejected = all.reduce((sum, row) => sum + row.rejected, 0);
    if (received < LIMIT.minimum || rejected <= received * LIMIT.share) return [];
    return [finding({ source, quarter: all[0]?.quarter ?? '', received, rejected }, scene)];
  });
}

function finding(
  { source, quarter, received, rejected }: Pick<Balance, 'source' | 'quarter' | 'received' | 'rejected'>,
  scene: Scene,
): Finding {
  return {
    kind: 'reject-share',
    key: alertKey('reject-share', source, quarter),
    severity: 'warning',
    indicator: null,
    region: regionOf(source, scene.city),
    period: quarter,
    held: false,
    silenced: false,
    value: rejected,
    causes: [],
    simulated: false,
    said: {
      zh: `来源${source}本季收到${received}条，退件${rejected}条，上限${LIMIT.share * 100}%`,
      en: `${rejected} of ${received} messages of ${source} were refused this quarter, limit ${LIMIT.share * 100} %`,
    },
    consequences: [],
  };
}
