import { alertKey, cellKey } from '../identity.ts';
import type { Cause, Finding, KindEntry, Scene } from '../types.ts';

export const FIRST_SEEN_INDICATOR = 'new-substances';

export const firstSeen: KindEntry = {
  kind: 'first-seen',
  name: { zh: '首次发现物质', en: 'substance seen for the first time' },
  action: {
    zh: '送检确认成分，通报邻近地区，评估是否列入监测名单',
    en: 'have it tested, tell the neighbouring areas, consider it for the watch list',
  },
  recipients: () => ['analysts'],
  find,
  ending: () => ({
    outcome: 'revoked',
    held: false,
    said: {
      zh: '该记录已被更正或撤回，或发现更早的记录',
      en: 'the record was corrected or withdrawn, or an earlier one came',
    },
  }),
};

/** One finding a seizure that brought something new, in the lowest area to which it is new. */
function find(scene: Scene): Finding[] {
  const cells = scene.cells.filter(({ indicator, value }) => indicator === FIRST_SEEN_INDICATOR && Number(value) > 0);
  const hits = cells.flatMap((cell) => (scene.causes.get(cellKey(cell)) ?? []).map((cause) => ({ cell, cause })));
  return [...Map.groupBy(hits, ({ cause }) => cause.subject).values()].flatMap((all) => {
    const hit = all.find(({ cell }) => cell.region !== scene.city) ?? all[0];
    if (!hit) return [];
    const newToCity = all.some(({ cell }) => cell.region === scene.city);
    return [finding(hit.cause, { region: hit.cell.region, period: hit.cell.period, newToCity })];
  });
}

function finding(
  cause: Cause,
  { region, period, newToCity }: { region: string; period: string; newToCity: boolean },
): Finding {
  return {
    kind: 'first-seen',
    key: alertKey('first-seen', FIRST_SEEN_INDICATOR, region, cause.subject),
    severity: 'info',
    indicator: FIRST_SEEN_INDICATOR,
    region,
    period,
    held: false,
    silenced: cause.backfilled,
    value: 1,
    causes: [cause.subject],
    simulated: cause.simulated,
    said: { zh: '一次缴获中有本地首次发现的物质', en: 'a seizure holds a substance never seen here before' },
    consequences: newToCity ? [{ zh: '全市首次', en: 'the first in the whole city' }] : [],
  };
}
