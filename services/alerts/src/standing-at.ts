import { foldStates, type AlertView } from '@duqing/warehouse';
import { evaluateAlerts } from './core/evaluate.ts';
import { gather, type GatherOptions } from './gather.ts';

/**
 * The alerts that stand at `now` by what the given store and reader hold: those in the ledger of alerts until then, brought up to that
 * moment. Nothing is written and nobody is told.
 */
export async function standingAt(options: GatherOptions): Promise<AlertView[]> {
  const input = await gather(options);
  return foldStates([...input.previous, ...evaluateAlerts(input)], options.now);
}
