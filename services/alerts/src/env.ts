import { envField } from '@duqing/runtime';
import { z } from 'zod';

function isMailServer(text: string): boolean {
  return URL.canParse(text) && ['smtp:', 'smtps:'].includes(new URL(text).protocol);
}

/** Ways out of the house. */
export const channelsEnv = z.object({
  /** plain JSON */
  DUQING_ALERT_WEBHOOK: envField.url().optional(),
  /** group robots, each address with its key */
  DUQING_ALERT_WECOM: envField.url().optional(),
  DUQING_ALERT_DINGTALK: envField.url().optional(),
  DUQING_ALERT_DINGTALK_SECRET: envField.text().optional(),
  DUQING_ALERT_FEISHU: envField.url().optional(),
  DUQING_ALERT_FEISHU_SECRET: envField.text().optional(),
  /** mail relay, with user and password where it asks for them */
  DUQING_ALERT_SMTP: envField.text().refine(isMailServer, 'an smtp or smtps address').optional(),
  DUQING_ALERT_SMTP_FROM: z.email('a mail address').default('duqing@localhost.localdomain'),
  /** for posts of which the roster has no address; absent = such mail fails and says so */
  DUQING_ALERT_SMTP_TO: z.email('a mail address').optional(),
  /** `optional` lets a relay in that cannot encrypt */
  DUQING_ALERT_SMTP_TLS: envField.oneOf(['required', 'optional']).default('required'),
  /** without it notices go out directly, grouped simply */
  DUQING_ALERTMANAGER_URL: envField.url().optional(),
  /** address of the pages, for links */
  DUQING_WEB_URL: envField.url().optional(),
});
export type ChannelsEnv = z.output<typeof channelsEnv>;

/** Everything that the service is told from outside. */
export const alertsEnv = channelsEnv.extend({
  DUQING_KAFKA_BROKERS: envField.list(),
  DUQING_CLICKHOUSE_URL: envField.url(),
  DUQING_DEPLOYMENT: envField.text().default('jinhua'),
  /** health and metrics; 0 = any free port */
  DUQING_HTTP_PORT: envField.port().default(0),
  /** ms until the broker gives a silent member's partitions to others */
  DUQING_KAFKA_SESSION_MS: envField.whole(3_000, 60_000).default(10_000),
  /** on loopback: where Alertmanager and Grafana hand over; absent = no intake */
  DUQING_ALERT_INTAKE_PORT: envField.port().optional(),
  /** how often what has fallen due is told: assignments, stand-ins, reminders, ends of holds, deliveries left */
  DUQING_ALERT_TELL_SECONDS: envField.whole(1, 3_600).default(60),
  /** calendar tick: overdue, silent, stages */
  DUQING_ALERT_TICK_SECONDS: envField.whole(1, 86_400).default(900),
});
