export { type AskedBy, requireAskedBy, requireReason } from './asked-by.js';
export { type CalendarState, calendarStates } from './backfills/calendar-standing.js';
export { contentOfPlan } from './backfills/content-of-plan.js';
export {
  type CalendarAsk,
  type CalendarPartition,
  mostInCalendar,
  type PartitionCalendar,
  partitionCalendar,
} from './backfills/partition-calendar.js';
export { type BackfillAsk, type PlannedPartitions, planBackfill } from './backfills/plan-backfill.js';
export { presentContents } from './backfills/present-contents.js';
export { partitionOfChanges, runUnderWay } from './backfills/run-under-way.js';
export { claimedRun, claimRun, requireKey } from './claimed-run.js';
export { connectTemporal } from './connect.js';
export { askingPatienceMs, patiently, runGoesOn, watchingPatienceMs } from './patience.js';
export { type AppliedPipeline, PipelineBook, type RegisteredPipeline } from './pipelines/pipeline-book.js';
export {
  type AskedOfVersion,
  claimOfRegistered,
  loadRegistered,
  runRegistered,
  type TriggeredRun,
  type TriggerOptions,
} from './pipelines/run-registered.js';
export { recordedRun, recordedRuns } from './recorded-runs.js';
export type { Remarks, SubmittedRun } from './remarks.js';
export {
  listBulkRetries,
  readBulkRetry,
  readBulkRetryEnd,
  writeBulkRetry,
  writeBulkRetryEnd,
} from './retries/bulk-retry-book.js';
export { readRetries, recordRetry } from './retries/retried-run.js';
export { retryFailed, retryPoint } from './retries/retry-failed.js';
export { previewRetry, type RetryAsk, type RetryPreview, retryRun } from './retries/retry-run.js';
export { endOfRun, type RunAccess, statusNow } from './run-end.js';
export { newRunId } from './run-id.js';
export { requireRunServices } from './run-services.js';
export { RunStarter } from './run-starter.js';
export { checkSchedule, type ScheduleAsk, type ScheduledPipeline } from './schedules/check-schedule.js';
export type { StartBasis, StartCheck } from './start-check.js';
export { startRun } from './start-run.js';
export type { SubmitOptions } from './submit-options.js';
export { quoted } from './visibility-text.js';
