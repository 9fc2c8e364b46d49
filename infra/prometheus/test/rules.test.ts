import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('..', import.meta.url));
const isMissing = spawnSync('promtool', ['--version']).error !== undefined;
const needs = isMissing ? ' (skipped: needs promtool)' : '';

describe.skipIf(isMissing && process.env['CI'] !== 'true')(`Prometheus’ own judgement${needs}`, () => {
  it.each([
    ['rules are well formed', ['check', 'rules', 'rules.yml']],
    ['so is the configuration that loads them', ['check', 'config', 'prometheus.yml']],
    ['each rule fires, says what it should and ends: rules.test.yml', ['test', 'rules', 'rules.test.yml']],
  ])('%s', async (_name, args) => {
    const { stdout } = await run('promtool', args, { cwd });
    expect(stdout).toContain('SUCCESS');
  });
});

const rules = readFileSync(new URL('../rules.yml', import.meta.url), 'utf8');
const cases = readFileSync(new URL('../rules.test.yml', import.meta.url), 'utf8');

it('every rule has a case in which it fires', () => {
  const names = Array.from(rules.matchAll(/- alert: (\w+)/g), ([, name]) => name);
  const fired = new Set(Array.from(cases.matchAll(/alertname: (\w+)\n\s+exp_alerts:\n/g), ([, name]) => name));
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !fired.has(name))).toEqual([]);
});

it('every figure that a rule reads is one that ingest gives', () => {
  const source = readFileSync(new URL('../../../services/ingest/src/measures.ts', import.meta.url), 'utf8');
  const given = new Set(Array.from(source.matchAll(/name: '(duqing_\w+)'/g), ([, name]) => name));
  const read = new Set(Array.from(rules.matchAll(/duqing_ingest_\w+/g), ([name]) => name));
  expect([...read].filter((name) => !given.has(name))).toEqual([]);
});
