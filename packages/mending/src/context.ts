import { measureContracts } from '@duqing/catalogue';
import type { ValidationContext } from '@duqing/events';
import { Setting, type Deployment } from '@duqing/regions';
import { sealedUntil, type Store } from '@duqing/warehouse';

const MEASURES = new Map(measureContracts().map((contract) => [contract.id, contract]));

/** What a message that comes at `now` (ms) is judged by; `receivedtime` is not honoured. */
export async function liveContext(
  { store, deployment }: { store: Store; deployment: Deployment },
  now: number,
): Promise<ValidationContext> {
  await deployment.refresh?.();
  const { regions, codePattern, substances } = new Setting(deployment, now);
  const sealed = await sealedUntil(store);
  return { regions, codePattern, substances, measures: MEASURES, now, replay: false, sealedUntil: sealed };
}
