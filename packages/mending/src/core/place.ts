import type { RejectRow } from '@duqing/warehouse';

/** Where a refused message stood: `topic/partition/offset`. */
export type Place = Pick<RejectRow, 'topic' | 'partition' | 'offset'>;

export function placeText({ topic, partition, offset }: Place): string {
  return `${topic}/${partition}/${offset}`;
}
