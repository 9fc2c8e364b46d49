import { createHash } from 'node:crypto';
import { z } from 'zod';
import { areaText } from '../core/text/format.ts';
import type { AlertInput, Text } from '../core/types.ts';

/** Whatever a sender leaves out, empties or makes null: as if it were absent. */
const texts = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((given) => new Map(Object.entries(given ?? {}).flatMap(([name, value]) => textOf(name, value))));

function textOf(name: string, value: unknown): [string, string][] {
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const text = known ? String(value).trim() : '';
  return text === '' || text === 'NaN' || text === '<no value>' || text === '[no value]' ? [] : [[name, text]];
}

const alertShape = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: texts,
  annotations: texts,
  startsAt: z.string().nullish(),
  fingerprint: z.string().nullish(),
  values: texts.catch(new Map()),
});
const payloadShape = z.object({ alerts: z.array(alertShape) });

type Given = z.output<typeof alertShape>;

/** Of a payload: notices of ours that may go out now, and alerts of others (Grafana, Prometheus) in words. */
export interface HandedOver {
  ours: { transitionId: string; role: string }[];
  others: { id: string; text: Text }[];
}

/** What was posted is no payload of alerts: posting it again does not help. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

/** Reads a webhook payload of Alertmanager or Grafana; throws a PayloadError naming the field where it is none. */
export function handedOver(payload: unknown, areas: AlertInput['areas']): HandedOver {
  const read = payloadShape.safeParse(payload);
  if (!read.success)
    throw new PayloadError(
      `payload: ${read.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('; ')}`,
    );
  const result: HandedOver = { ours: [], others: [] };
  for (const alert of read.data.alerts) {
    const transitionId = alert.annotations.get('transition_id');
    const role = alert.labels.get('role');
    if (transitionId !== undefined && role !== undefined) result.ours.push({ transitionId, role });
    else result.others.push({ id: idOf(alert), text: wordsOf(alert, areas) });
  }
  return result;
}

/** One change of one alert, however often it is posted. */
function idOf({ status, labels, startsAt, fingerprint }: Given): string {
  const identity = fingerprint ?? JSON.stringify([...labels].sort());
  return createHash('sha256')
    .update(JSON.stringify([identity, status, startsAt ?? '']))
    .digest('hex');
}

/** Area, rule and value; a value that is not there is said so. */
function wordsOf({ status, labels, annotations, values }: Given, areas: AlertInput['areas']): Text {
  const region = labels.get('region') ?? labels.get('county');
  const area = region === undefined ? { zh: '未注明地区', en: 'area not given' } : areaText({ areas }, region);
  const rule = labels.get('rulename') ?? labels.get('alertname') ?? '';
  const named = rule === '' ? { zh: '未注明规则', en: 'rule not given' } : { zh: rule, en: rule };
  const value = annotations.get('value') ?? [...values.values()][0];
  const said =
    value === undefined ? { zh: '未给出数值', en: 'value not given' } : { zh: `数值${value}`, en: `value ${value}` };
  const mark = status === 'firing' ? { zh: '【告警】', en: 'FIRING' } : { zh: '【恢复】', en: 'RESOLVED' };
  return { zh: `${mark.zh}${area.zh}：${named.zh}，${said.zh}`, en: `${mark.en} ${area.en}: ${named.en}, ${said.en}` };
}
