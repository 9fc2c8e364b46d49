import { describe, expect, it, onTestFinished } from 'vitest';
import { createHealth, createMetrics, startHealthServer } from '../src/index.ts';

async function started() {
  const health = createHealth({ patienceMs: 50 });
  const metrics = createMetrics();
  const server = await startHealthServer({ health, metrics, port: 0 });
  onTestFinished(async () => server.close());
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(server.url + path, { method });
    return { status: response.status, body: await response.text() };
  };
  return { health, metrics, get };
}

describe('health over HTTP', () => {
  it('is alive but not ready before the start, ready after it, not ready while stopping', async () => {
    const { health, get } = await started();
    expect((await get('/live')).status).toBe(200);
    expect(await get('/ready')).toEqual({
      status: 503,
      body: '{"status":"fault","faults":[{"name":"start","reason":"not started yet"}]}',
    });
    health.started();
    expect(await get('/ready')).toEqual({ status: 200, body: '{"status":"ok","faults":[]}' });
    health.stopping();
    expect((await get('/ready')).body).toContain('"name":"stop"');
  });

  it('names each fault: said, thrown, and without an answer; a secret in a reason is hidden', async () => {
    const { health, get } = await started();
    health.started();
    health.check('ready', 'store', () => 'refused by http://u:hunter2@store');
    health.check('ready', 'kafka', async () => Promise.reject(new Error('no broker')));
    health.check('live', 'loop', async () => new Promise<never>(() => undefined));
    health.check('ready', 'disk', () => null);
    const { status, body } = await get('/ready');
    expect(status).toBe(503);
    expect((JSON.parse(body) as { faults: unknown }).faults).toEqual([
      { name: 'loop', reason: 'no answer in 50 ms' },
      { name: 'store', reason: 'refused by http://***@store' },
      { name: 'kafka', reason: 'no broker' },
    ]);
    expect((await get('/live')).status).toBe(503);
    health.check('live', 'loop', () => null);
    expect((await get('/live')).status).toBe(200);
  });

  it('answers other paths and methods with their codes', async () => {
    const { get } = await started();
    expect((await get('/')).status).toBe(404);
    expect((await get('/ready', 'POST')).status).toBe(405);
    expect(await get('/live', 'HEAD')).toEqual({ status: 200, body: '' });
  });

  it('rejects where the port is taken', async () => {
    const server = await startHealthServer({ health: createHealth(), metrics: createMetrics(), port: 0 });
    onTestFinished(async () => server.close());
    const again = startHealthServer({
      health: createHealth(),
      metrics: createMetrics(),
      port: Number(new URL(server.url).port),
    });
    await expect(again).rejects.toThrow('EADDRINUSE');
  });
});

describe('metrics', () => {
  it('are given in Prometheus’ text format', async () => {
    const { metrics, get } = await started();
    const rejects = metrics.counter({ name: 'duqing_rejects_total', help: 'Rejected\nmessages' });
    rejects.add({ topic: 'a"b\\c' });
    rejects.add({ topic: 'a"b\\c' }, 2);
    metrics.gauge({ name: 'duqing_lag', help: 'Lag' }).set({}, Infinity);
    const time = metrics.histogram({ name: 'duqing_batch_seconds', help: 'Batch', buckets: [0.1, 1] });
    time.observe({ topic: 'x' }, 0.1);
    time.observe({ topic: 'x' }, 5);
    const { body } = await get('/metrics');
    expect(body).toMatch(/^duqing_process_memory_bytes\{part="resident"\} [1-9]\d+$/m);
    expect(body.slice(0, body.indexOf('# HELP duqing_process'))).toBe(
      [
        '# HELP duqing_rejects_total Rejected\\nmessages',
        '# TYPE duqing_rejects_total counter',
        'duqing_rejects_total{topic="a\\"b\\\\c"} 3',
        '# HELP duqing_lag Lag',
        '# TYPE duqing_lag gauge',
        'duqing_lag +Inf',
        '# HELP duqing_batch_seconds Batch',
        '# TYPE duqing_batch_seconds histogram',
        'duqing_batch_seconds_bucket{le="0.1",topic="x"} 1',
        'duqing_batch_seconds_bucket{le="1",topic="x"} 1',
        'duqing_batch_seconds_bucket{le="+Inf",topic="x"} 2',
        'duqing_batch_seconds_sum{topic="x"} 5.1',
        'duqing_batch_seconds_count{topic="x"} 2',
        '',
      ].join('\n'),
    );
  });

  it('refuses a name twice, a name of others, and a counter that falls', () => {
    const metrics = createMetrics();
    const counter = metrics.counter({ name: 'duqing_a_total', help: 'a' });
    expect(() => metrics.gauge({ name: 'duqing_a_total', help: 'a' })).toThrow('twice');
    expect(() => metrics.gauge({ name: 'other', help: 'a' })).toThrow('name');
    expect(() => counter.add({}, -1)).toThrow('fall');
    expect(() => counter.add({}, Number.NaN)).toThrow('fall');
  });
});
