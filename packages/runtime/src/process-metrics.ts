import { createMetrics } from './metrics.ts';

const PARTS = {
  rss: 'resident',
  heapUsed: 'heap_used',
  heapTotal: 'heap_total',
  external: 'external',
  arrayBuffers: 'array_buffers',
} as const satisfies Partial<Record<keyof NodeJS.MemoryUsage, string>>;

/** What this process holds in memory now, by part, in Prometheus' text format. */
export function processMetrics(): string {
  const metrics = createMetrics();
  const bytes = metrics.gauge({
    name: 'duqing_process_memory_bytes',
    help: 'Memory that the process holds: all of it (resident), and what of it is known by part',
  });
  const usage = process.memoryUsage();
  for (const [name, part] of Object.entries(PARTS)) bytes.set({ part }, usage[name as keyof typeof PARTS]);
  return metrics.text();
}
