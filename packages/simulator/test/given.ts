import { measureContracts } from '@duqing/catalogue';
import { validate, type DuqingEvent, type Validated, type ValidationContext } from '@duqing/events';
import { Setting, type Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { generateCity, type Message } from '../src/index.ts';

export const UNTIL = '2026-10-25';
const MORNING_AFTER = Date.parse('2026-10-26T08:00:00+08:00');
export const demo: Deployment = await loadDeployment('demo');
export const UNITS = new Setting(demo, MORNING_AFTER).regions.unitsOf(demo.city, UNTIL).map(({ code }) => code);

export function city(options: { quarters?: number; seed?: number; until?: string } = {}): Message[] {
  return generateCity({ deployment: demo, quarters: 12, seed: 1, until: UNTIL, ...options });
}

export function judged(message: Message, deployment: Deployment = demo): Validated {
  const { regions, codePattern, substances } = new Setting(deployment, MORNING_AFTER);
  const context: ValidationContext = {
    regions,
    codePattern,
    substances,
    measures: MEASURES,
    now: MORNING_AFTER,
    replay: true,
    sealedUntil: null,
  };
  const { topic, key, value } = message;
  const raw = { topic, partition: 0, offset: '0', headers: {}, appendedAt: MORNING_AFTER };
  return validate({ ...raw, key: key === null ? null : Buffer.from(key), value: Buffer.from(value) }, context);
}

const MEASURES = new Map(measureContracts().map((contract) => [contract.id, contract]));

/** The valid events among the messages, with the message each came in. */
export function eventsOf(messages: readonly Message[]): { event: DuqingEvent; message: Message }[] {
  return messages.flatMap((message) => {
    const result = judged(message);
    return result.ok ? [{ event: result.event, message }] : [];
  });
}
