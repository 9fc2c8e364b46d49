import { createMetrics } from '@duqing/runtime';
import { describe, expect, it } from 'vitest';
import { SourceClasses } from '../src/core/source-class.ts';
import { createMeasures } from '../src/measures.ts';

describe('the kind of a source', () => {
  it.each([
    ['/330782/police', 'police'],
    ['/330782/market-supervision/desk-2', 'market-supervision'],
    ['', 'unknown'],
    ['police', 'unknown'],
    ['/330782/', 'unknown'],
    ['/330782/<script>', 'unknown'],
  ])('of "%s" is %s', (source, kind) => {
    expect(new SourceClasses().of(source)).toBe(kind);
  });

  it('is one of so many: made-up names do not fill the metrics', () => {
    const classes = new SourceClasses();
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const kinds = [...letters].flatMap((a) => [...letters].map((b) => classes.of(`/330782/${a}${b}`)));
    expect(new Set(kinds).size).toBe(41);
    expect(classes.of('/330782/aa')).toBe('aa');
  });
});

describe('what Prometheus reads', () => {
  it('counts rejects by code and kind of source, never by id', () => {
    const metrics = createMetrics();
    const rejects = ['/990102/police', '/990103/police', ''].map((source) => ({ code: 'not-json', source }));
    createMeasures(metrics).handled({ topic: 'duqing.cases', stored: 7, rejects, tookMs: 60 });
    const text = metrics.text();
    expect(text).toContain('duqing_ingest_stored_total{topic="duqing.cases"} 7');
    expect(text).toContain('duqing_ingest_rejects_total{code="not-json",source="police",topic="duqing.cases"} 2');
    expect(text).toContain('duqing_ingest_rejects_total{code="not-json",source="unknown",topic="duqing.cases"} 1');
    expect(text).toContain('duqing_ingest_batch_seconds_bucket{le="0.1",topic="duqing.cases"} 1');
    expect(text).not.toContain('990102');
  });

  it('a partition that went to another process no longer waits here', () => {
    const metrics = createMetrics();
    const measures = createMeasures(metrics);
    measures.looked([{ topic: 'duqing.cases', partition: 3, lag: 12, isStalled: true }]);
    expect(metrics.text()).toContain('duqing_ingest_stalled{partition="3",topic="duqing.cases"} 1');
    measures.looked([]);
    expect(metrics.text()).toContain('duqing_ingest_lag_messages{partition="3",topic="duqing.cases"} 0');
    expect(metrics.text()).toContain('duqing_ingest_stalled{partition="3",topic="duqing.cases"} 0');
  });

  it('a look at the balance that failed is told apart, and leaves what the last one found', () => {
    const metrics = createMetrics();
    const measures = createMeasures(metrics);
    expect(metrics.text()).not.toContain('\nduqing_ingest_unaccounted_ranges ');
    measures.balanced(2);
    measures.balanced(null);
    expect(metrics.text()).toContain('duqing_ingest_unaccounted_ranges 2');
    expect(metrics.text()).toContain('duqing_ingest_balance_failed_total 1');
    expect(metrics.text()).toContain('duqing_ingest_balance_looks_total 1');
  });
});
