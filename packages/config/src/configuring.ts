import { createHash } from 'node:crypto';
import type { Access, Principal } from '@duqing/access';
import type { Backtest } from '@duqing/outlook';
import { inForceOn, type Deployment, type Version } from '@duqing/regions';
import {
  CONFIGURATION_PARTS,
  configurationBacktests,
  configurationSteps,
  insertConfigurationStep,
  watermarkOf,
  type ConfigurationPart,
  type ConfigurationStepRow,
} from '@duqing/warehouse';
import { keepBacktest, lookedAt, type Looking } from './backtests.ts';
import { edited } from './core/edit.ts';
import { differences, flatOf, type Difference } from './core/flat.ts';
import { proposalFaults } from './core/laws.ts';
import { lastRecorded, proposalsOf, type Proposal } from './core/state.ts';
import { ConfigError, refuse } from './core/words.ts';
import { permitted, secondPost } from './rights.ts';

export interface ConfiguringOptions extends Looking {
  access: Access;
}

/** What is to hold from a day on: lines that change, or the whole value. */
export interface Request {
  part: ConfigurationPart;
  validFrom: string;
  source: string;
  reason: string;
  sets?: readonly string[];
  /** absent = the version in force on `validFrom` with the lines changed */
  value?: unknown;
}

/** A proposal with what it changes and what that would do. */
export interface Shown {
  proposal: Proposal;
  differences: Difference[];
  /** null = nobody has looked yet */
  backtest: (Backtest & { at: number }) | null;
}

export interface Configuring {
  /** the versions known now, by part, in the order in which they were recorded */
  versions(): Promise<{ part: ConfigurationPart; versions: Version<unknown>[] }[]>;
  /** oldest first */
  proposals(): Promise<Proposal[]>;
  /** Throws a ConfigError where there is none such. */
  shown(id: string): Promise<Shown>;
  /** Says what would be proposed; with `by` it is, and its back-test is kept. Throws a ConfigError with every fault. */
  propose(request: Request, by: Principal | null): Promise<Shown>;
  /** Looks again at what it would change, and keeps it. */
  backtest(id: string): Promise<Shown>;
  /** The version is known from this moment on; gives that moment (ms). */
  approve(id: string, by: Principal | null): Promise<number>;
  reject(id: string, given: { by: Principal | null; reason: string }): Promise<void>;
}

/** Versions of the configuration recorded at run time: one post proposes, another approves; nothing that was is changed. */
export function createConfiguring(options: ConfiguringOptions): Configuring {
  const { store, deployment } = options;
  return {
    versions: async () => {
      await deployment.refresh?.();
      return CONFIGURATION_PARTS.map((part) => ({
        part,
        versions: [...(deployment[part] ?? [])],
      }));
    },
    proposals: async () => proposalsOf(await configurationSteps(store)),
    shown: async (id) => shown(options, id),
    propose: async (request, by) => propose(options, { request, by }),
    backtest: async (id) => {
      const { proposal } = await shown(options, id);
      await keepBacktest(options, { id, result: await lookedAt(options, proposal) });
      return shown(options, id);
    },
    approve: async (id, by) => approve(options, { id, by }),
    reject: async (id, given) => reject(options, { id, ...given }),
  };
}

async function found(
  { store }: ConfiguringOptions,
  id: string,
): Promise<{ proposal: Proposal; steps: ConfigurationStepRow[] }> {
  const steps = await configurationSteps(store);
  const proposal = proposalsOf(steps).find((one) => one.id === id);
  return proposal ? { proposal, steps } : refuse('id', `没有提案 ${id}`, `no proposal ${id}`);
}

async function shown(options: ConfiguringOptions, id: string): Promise<Shown> {
  const { proposal } = await found(options, id);
  const row = (await configurationBacktests(options.store)).find((one) => one.proposal_id === id);
  const backtest = row ? { ...(JSON.parse(row.result) as Backtest), at: row.at } : null;
  return { proposal, differences: await changedBy(options, proposal), backtest };
}

/** Against the version that was in force on that day before it. */
async function changedBy(
  { deployment }: ConfiguringOptions,
  { id, part, validFrom, value }: Proposal,
): Promise<Difference[]> {
  await deployment.refresh?.();
  const all: readonly Version<unknown>[] = deployment[part] ?? [];
  const own = all.findIndex((version) => version.id === id);
  const before = own < 0 ? all : all.slice(0, own);
  const held = before.length === 0 ? new Map<string, string>() : flatOf(part, inForceOn(before, validFrom));
  return differences(held, flatOf(part, value));
}

async function propose(
  options: ConfiguringOptions,
  { request, by }: { request: Request; by: Principal | null },
): Promise<Shown> {
  const { store, deployment, clock, access } = options;
  await deployment.refresh?.();
  return noted(options, { by, action: 'propose-configuration', object: request.part }, async () => {
    const post = by && permitted(access, by, 'propose-configuration');
    const value = valueOf(deployment, request);
    const { part, validFrom, source, reason } = request;
    const at = clock();
    const version: Version<unknown> = { validFrom, recordedAt: null, source, value };
    const faults = proposalFaults(deployment, { part, version, reason });
    if (faults.length > 0) throw new ConfigError(faults);
    const base = lastRecorded(await configurationSteps(store), part);
    const text = JSON.stringify(value);
    const identity = [part, validFrom, source, reason, text, base, post?.post ?? '', at].join('\n');
    const id = createHash('sha256').update(identity).digest('hex').slice(0, 12);
    const proposal: Proposal = {
      id,
      part,
      validFrom,
      source,
      reason,
      value,
      base,
      at,
      post: post?.post ?? '',
      tokenId: post?.tokenId ?? '',
      state: 'open',
      end: null,
    };
    const result = await lookedAt(options, proposal);
    if (post) {
      const row = { ...endOf(proposal, post), step: 'proposed' as const, at, reason, value: text };
      await insertConfigurationStep(store, row);
      await keepBacktest(options, { id, result });
    }
    return { proposal, differences: await changedBy(options, proposal), backtest: { ...result, at } };
  });
}

function valueOf(deployment: Deployment, { part, validFrom, source, sets = [], value }: Request): unknown {
  const held: readonly Version<unknown>[] = deployment[part] ?? [];
  const base = value ?? (held.length === 0 ? undefined : inForceOn(held, validFrom));
  if (base === undefined) return refuse('value', '须给出完整内容', 'the whole value is needed');
  if (value !== undefined && sets.length === 0) return value;
  if (sets.length === 0) return refuse('set', '没有要改的内容', 'nothing to change');
  return edited({ part, base, sets, source, city: deployment.city });
}

async function approve(options: ConfiguringOptions, { id, by }: { id: string; by: Principal | null }): Promise<number> {
  const { store, deployment, access, clock } = options;
  return noted(options, { by, action: 'approve-configuration', object: id }, async () => {
    const { proposal } = await found(options, id);
    const second = secondPost(access, by, proposal);
    refuseEnded(proposal);
    await deployment.refresh?.();
    const { part, validFrom, source, reason, value } = proposal;
    const version: Version<unknown> = { validFrom, recordedAt: null, source, value };
    const faults = proposalFaults(deployment, { part, version, reason });
    if (faults.length > 0) throw new ConfigError(faults);
    const looks = await configurationBacktests(store);
    if (!looks.some((one) => one.proposal_id === id))
      refuse('backtest', '尚未回测', 'nobody has looked at what it would change: back-test it first');
    // what is settled can no longer change: the version is known only after it
    const at = Math.max(clock(), ((await watermarkOf(store)) ?? 0) + 1);
    await insertConfigurationStep(store, { ...endOf(proposal, second), step: 'approved', at, reason: '' });
    await deployment.refresh?.();
    return at;
  });
}

async function reject(
  options: ConfiguringOptions,
  { id, by, reason }: { id: string; by: Principal | null; reason: string },
): Promise<void> {
  const { store, access, clock } = options;
  await noted(options, { by, action: 'reject-configuration', object: id }, async () => {
    const { proposal } = await found(options, id);
    const action = by?.post === proposal.post ? 'propose-configuration' : 'approve-configuration';
    const post = permitted(access, by, action);
    if (proposal.state !== 'overtaken') refuseEnded(proposal);
    if (reason.trim() === '') refuse('reason', '不能为空', 'empty');
    await insertConfigurationStep(store, { ...endOf(proposal, post), step: 'rejected', at: clock(), reason });
  });
}

function endOf(
  { id, part, validFrom, source, base }: Proposal,
  { post, tokenId }: Principal,
): Omit<ConfigurationStepRow, 'step' | 'at' | 'reason'> {
  return { proposal_id: id, post, token_id: tokenId, part, valid_from: validFrom, source, base, value: '' };
}

function refuseEnded({ state }: Proposal): void {
  switch (state) {
    case 'open':
      return undefined;
    case 'approved':
      return refuse('id', '已批准', 'it was approved already');
    case 'rejected':
      return refuse('id', '已驳回', 'it was rejected already');
    case 'overtaken':
      return refuse(
        'id',
        '提出之后该项配置已有新版本，请重新提出',
        'another version of this part was recorded since: propose it anew',
      );
  }
}

/** An audit row for what a post did or was refused; looking without a post leaves none. */
async function noted<T>(
  { access, deployment }: ConfiguringOptions,
  { by, action, object }: { by: Principal | null; action: string; object: string },
  work: () => Promise<T>,
): Promise<T> {
  const what = { action, object, area: deployment.city };
  try {
    const done = await work();
    if (by) await access.audit({ by, ...what, outcome: 'done' });
    return done;
  } catch (error) {
    if (by && error instanceof ConfigError)
      await access.audit({ by, ...what, outcome: 'refused', detail: error.message });
    throw error;
  }
}
