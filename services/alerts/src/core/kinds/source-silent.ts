import { startOfDay } from '@duqing/calendar';
import { alertKey } from '../identity.ts';
import { minuteText } from '../text/format.ts';
import type { Finding, KindEntry, Scene } from '../types.ts';

const DAY = 86_400_000;
/** Days without a message. Events: as long as an attestation carries a running zero; returns: a year and its due days, for what is
 * owed sooner is told by return-overdue. */
const SILENT_DAYS = { events: 10, returns: 400 };
const EVENT_TOPICS = new Set(['duqing.cases', 'duqing.seizures', 'duqing.intelligence']);

export const sourceSilent: KindEntry = {
  kind: 'source-silent',
  name: { zh: '来源静默', en: 'source silent' },
  action: {
    zh: '检查该来源的接口、网络与发送任务；静默不等于零',
    en: "check the source's interface, network and sending job; silence is not zero",
  },
  recipients: () => ['engineers', 'analysts'],
  find,
  ending: () => ({ outcome: 'back', held: false, said: { zh: '已恢复报送', en: 'it sends again' } }),
};

/** Sources heard since the creation period began: those of imported history owe nothing. */
function find(scene: Scene): Finding[] {
  const from = startOfDay(scene.calendar.creation.from);
  return scene.sources
    .filter(({ source, receivedAt }) => receivedAt >= from && scene.now - receivedAt > limitOf(source, scene) * DAY)
    .map(({ source, receivedAt }) => finding({ source, receivedAt }, scene));
}

function limitOf(source: string, { balance }: Scene): number {
  const sendsEvents = balance.some((row) => row.source === source && EVENT_TOPICS.has(row.topic));
  return sendsEvents ? SILENT_DAYS.events : SILENT_DAYS.returns;
}

function finding({ source, receivedAt }: { source: string; receivedAt: number }, scene: Scene): Finding {
  const days = Math.floor((scene.now - receivedAt) / DAY);
  return {
    kind: 'source-silent',
    key: alertKey('source-silent', source),
    severity: 'warning',
    indicator: null,
    region: regionOf(source, scene.city),
    period: null,
    held: false,
    silenced: false,
    value: days,
    causes: [],
    simulated: false,
    said: {
      zh: `来源${source}已${days}天没有数据，最近一次为${minuteText(receivedAt)}`,
      en: `${source} has sent nothing for ${days} days; the last message came ${minuteText(receivedAt)}`,
    },
    consequences: [],
  };
}

/** A source's path begins with its area. */
export function regionOf(source: string, city: string): string {
  return /^\/([^/]+)/.exec(source)?.[1] ?? city;
}
