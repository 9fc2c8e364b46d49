export type * from './schema.ts';
export type * from './schema-cells.ts';
export type * from './schema-rejects.ts';
export { ALERT_ACTS, LETTER_SORTS, OUTCOMES } from './schema-duty.ts';
export type * from './schema-duty.ts';
export * from './schema-configuration.ts';
export type * from './schema-bulletin.ts';
export type * from './reader.ts';
export { openStore, type QueryParams, type Settings, type Store, type StoreOptions } from './store/store.ts';
export { StoreError } from './store/errors.ts';
export { asTransient } from './store/transient.ts';
export { migrate, MigrationDriftError } from './migrations/migrate.ts';
export { startService } from './start-service.ts';
export { claimDataDir, DataDirBusyError, type Claim } from './lock/claim.ts';
export { FACT_TABLES, factsOf, type Facts } from './facts/facts.ts';
export { rankOf } from './facts/rank.ts';
export { currentTable } from './holdings/counts.ts';
export { quartersRead } from './holdings/quarters.ts';
export { readHoldings } from './holdings/read.ts';
export { BeyondWatermarkError, createReader } from './reads/store-reader.ts';
export { lastOffset, settleWatermark, watermarkOf } from './reads/watermark.ts';
export {
  entityRows,
  entityRowsOfEach,
  factsTogether,
  insertFacts,
  insertLedger,
  sealedUntil,
} from './writes/ingest-writes.ts';
export { writeDimensions } from './writes/dimensions.ts';
export { withFactsAsOf } from './reads/shadow.ts';
export { factsDifference, withRebuilt, writesSoFar, type FactsDifference, type Rebuilt } from './writes/rebuild.ts';
export { firstQuarterHeld } from './reads/first-quarter.ts';
export { addNote, withdrawNote } from './writes/notes.ts';
export { bulletinNotices } from './reads/bulletin-notices.ts';
export { occurredDays, type OccurredDay } from './reads/occurred.ts';
export {
  insertVintages,
  periodsWithVintages,
  recordMoments,
  vintageMoments,
  vintagesAt,
  type VintagesQuery,
} from './writes/vintages.ts';
export { insertHeartbeats, lastHeartbeat, type HeartbeatRow } from './writes/heartbeats.ts';
export { insertOffsetGaps, insertRejects, insertRejectSteps, rejectSteps, removeRefused } from './writes/rejects.ts';
export { findHoles, settledHoles, type Hole, type ReadPosition } from './reads/holes.ts';
export { withStoreAsOf } from './reads/as-of-store.ts';
export {
  configurationBacktests,
  configurationSteps,
  liveDeployment,
  recordedVersions,
  unappliedVersions,
  withRecorded,
  type RecordedVersion,
} from './reads/configuration.ts';
export { insertConfigurationBacktest, insertConfigurationStep, recordApplied } from './writes/configuration.ts';
export { SIGNAL_ACTS } from './schema-signals.ts';
export type * from './schema-signals.ts';
export type { BlindFeed, SignalReport, SignalView, ToldWeek } from './signals/types.ts';
export { readSignals } from './signals/read.ts';
export { insertSignalAct, signalActs } from './signals/acts.ts';
export {
  foldStanding,
  foldStates,
  sentAs,
  transitionId,
  type AlertStanding,
  type TransitionIdentity,
} from './alerts/fold.ts';
export { explainMany } from './reads/explain-cell.ts';
