import { alertKey } from '../identity.ts';
import type { Finding, KindEntry, Lost, Scene } from '../types.ts';

/** One alert a channel, however much it loses; what is said about it in the channel itself is not counted. */
export const undelivered: KindEntry = {
  kind: 'undelivered',
  name: { zh: '通知未送达', en: 'notices not delivered' },
  action: {
    zh: '检查该渠道的地址、密钥与网络，用 npx duqing alerts test 试发；未送达的逐条转告',
    en: 'check the address, key and network of the channel, try it with npx duqing alerts test, and pass on by hand what was lost',
  },
  recipients: () => ['engineers'],
  find: (scene) => scene.lost.map((one) => finding(one, scene)),
  ending: () => ({
    outcome: 'back',
    held: false,
    said: { zh: '一天以来没有新的未送达', en: 'nothing more failed to get through for a day' },
  }),
};

function finding({ channel, letters, critical, error }: Lost, scene: Scene): Finding {
  const grave = critical === 0 ? { zh: '', en: '' } : { zh: `，其中特急${critical}条`, en: `, ${critical} critical` };
  return {
    kind: 'undelivered',
    key: alertKey('undelivered', channel),
    severity: critical > 0 ? 'critical' : 'warning',
    indicator: null,
    region: scene.city,
    period: null,
    held: false,
    silenced: false,
    value: letters,
    causes: [],
    simulated: false,
    said: {
      zh: `渠道${channel}一天内有${letters}条通知多次重试后仍未送达${grave.zh}；最后一次：${error}`,
      en: `${letters === 1 ? 'a notice' : `${letters} notices`} did not get through on channel ${channel} within a day, tried again and again${grave.en}; the last error: ${error}`,
    },
    consequences: [],
  };
}
