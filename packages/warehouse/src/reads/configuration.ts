import type { Deployment, Version } from '@duqing/regions';
import { shanghai } from '@duqing/calendar';
import { SHIPPED } from '@duqing/substances';
import {
  CONFIGURATION_PARTS,
  type ConfigurationBacktestRow,
  type ConfigurationPart,
  type ConfigurationStepRow,
} from '../schema-configuration.ts';
import { StoreError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';

const UNKNOWN_TABLE = 60;

/** Every step of every proposal, oldest first. */
export async function configurationSteps(store: Store): Promise<ConfigurationStepRow[]> {
  return store.query('SELECT * FROM configuration_steps FINAL ORDER BY at, proposal_id, step, post');
}

/** The newest back-test of each proposal. */
export async function configurationBacktests(store: Store): Promise<ConfigurationBacktestRow[]> {
  return store.query('SELECT * FROM configuration_backtests FINAL ORDER BY proposal_id');
}

/** Ids of the recorded versions (known at a moment, ms) whose vintages are not written yet. */
export async function unappliedVersions(store: Store, at: number): Promise<RecordedVersion[]> {
  const applied = await store.query<{ proposal_id: string }>('SELECT proposal_id FROM configuration_applied FINAL');
  const done = new Set(applied.map(({ proposal_id }) => proposal_id));
  return recordedVersions(await configurationSteps(store)).filter((one) => one.at <= at && !done.has(one.id));
}

/** A version that was approved. */
export interface RecordedVersion {
  id: string;
  part: ConfigurationPart;
  /** ms: known from then on */
  at: number;
  version: Version<unknown>;
}

/** The versions that were approved before anyone rejected them, in the order in which they were recorded. */
export function recordedVersions(steps: readonly ConfigurationStepRow[]): RecordedVersion[] {
  const proposed = new Map(steps.filter(({ step }) => step === 'proposed').map((row) => [row.proposal_id, row]));
  const ended = new Set<string>();
  return steps.flatMap(({ step, proposal_id: id, at }) => {
    const proposal = proposed.get(id);
    if (step === 'proposed' || ended.has(id) || !proposal) return [];
    ended.add(id);
    if (step === 'rejected') return [];
    const { part, valid_from: validFrom, source, value } = proposal;
    const version = { id, validFrom, recordedAt: shanghai(at), source, value: JSON.parse(value) as unknown };
    return [{ id, part, at, version }];
  });
}

/** What a deployment without a file of its own is installed with. */
const SHIPPED_PARTS: Partial<Record<ConfigurationPart, readonly Version<unknown>[]>> = { substances: [SHIPPED] };

/** A deployment with the recorded versions behind those that it was installed with. */
export function withRecorded(installed: Deployment, recorded: readonly RecordedVersion[]): Deployment {
  const parts = CONFIGURATION_PARTS.map((part) => [
    part,
    [
      ...(installed[part] ?? SHIPPED_PARTS[part] ?? []),
      ...recorded.filter((one) => one.part === part).map(({ version }) => version),
    ],
  ]);
  return { ...installed, ...(Object.fromEntries(parts) as Partial<Deployment>) };
}

/**
 * The deployment as a store knows it: the installed versions and those recorded since, read now and again by each `refresh`. Its parts
 * only ever grow by versions that are known from the moment of their approval on, so what was decided before it stays as it was.
 */
export async function liveDeployment(store: Store, installed: Deployment): Promise<Deployment> {
  const live: Deployment = { ...installed };
  live.refresh = async () => {
    const { refresh } = live;
    Object.assign(live, withRecorded(installed, recordedVersions(await stepsHeld(store))), { refresh });
  };
  await live.refresh();
  return live;
}

/** In a store that is not set up yet nothing is recorded. */
async function stepsHeld(store: Store): Promise<ConfigurationStepRow[]> {
  return configurationSteps(store).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === UNKNOWN_TABLE) return [];
    throw error;
  });
}
