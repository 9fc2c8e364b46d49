import type { Clock } from '@duqing/runtime';
import type { AlertsEnv } from '../env.ts';
import type { Channel } from './channel.ts';
import { dingtalkChannel, feishuChannel, wecomChannel } from './robots.ts';
import { webhookChannel } from './webhook.ts';

/** The channels that the environment names an address for. */
export function channelsOf(env: AlertsEnv, clock: Clock): Channel[] {
  const dingtalkSecret = env.DUQING_ALERT_DINGTALK_SECRET;
  const feishuSecret = env.DUQING_ALERT_FEISHU_SECRET;
  return [
    ...each(env.DUQING_ALERT_WEBHOOK, (url) => webhookChannel({ url })),
    ...each(env.DUQING_ALERT_WECOM, (url) => wecomChannel({ url, clock })),
    ...each(env.DUQING_ALERT_DINGTALK, (url) =>
      dingtalkChannel({ url, clock, ...(dingtalkSecret !== undefined && { secret: dingtalkSecret }) }),
    ),
    ...each(env.DUQING_ALERT_FEISHU, (url) =>
      feishuChannel({ url, clock, ...(feishuSecret !== undefined && { secret: feishuSecret }) }),
    ),
  ];
}

function each(url: string | undefined, make: (url: string) => Channel): Channel[] {
  return url === undefined ? [] : [make(url)];
}
