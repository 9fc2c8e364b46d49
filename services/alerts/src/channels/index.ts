import type { Clock } from '@duqing/runtime';
import { rosterOf } from '@duqing/duty';
import type { Deployment } from '@duqing/regions';
import type { ChannelsEnv } from '../env.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Channel } from './channel.ts';
import { dingtalkChannel, feishuChannel, wecomChannel } from './robots.ts';
import { smtpChannel } from './smtp.ts';
import { webhookChannel } from './webhook.ts';

/** The channels that the environment names an address for; mail goes to the posts of the deployment's roster. */
export function channelsOf(
  env: ChannelsEnv,
  { clock, deployment }: { clock: Clock; deployment: Deployment },
): Channel[] {
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
    ...each(env.DUQING_ALERT_SMTP, (url) =>
      smtpChannel({
        url,
        from: env.DUQING_ALERT_SMTP_FROM,
        isTlsNeeded: env.DUQING_ALERT_SMTP_TLS === 'required',
        addressOf: (to) => mailOf(to, { deployment, at: clock() }) ?? env.DUQING_ALERT_SMTP_TO ?? null,
        clock,
      }),
    ),
  ];
}

function mailOf(
  { role, post }: Pick<Outgoing, 'role' | 'post'>,
  { deployment, at }: { deployment: Deployment; at: number },
): string | null {
  const posts = rosterOf(deployment, at)?.posts ?? [];
  return posts.find((one) => one.post === (post === '' ? role : post))?.mail ?? null;
}

function each(url: string | undefined, make: (url: string) => Channel): Channel[] {
  return url === undefined ? [] : [make(url)];
}
