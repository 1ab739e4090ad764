export { deadLetters, latestNotifications } from '@espalier/notifications';
export {
  type AppliedPipeline,
  type AskedBy,
  calendarStates,
  mostInCalendar,
  type PartitionCalendar,
  PipelineBook,
  type RegisteredPipeline,
  type Remarks,
  type RetryAsk,
  type ScheduleAsk,
  type StartBasis,
  type StartCheck,
  type SubmitOptions,
  type SubmittedRun,
  type TriggeredRun,
  type TriggerOptions,
} from '@espalier/triggers';
export { parseTag, type Tag, type TagChange } from './annotations/annotation-rules.js';
export { BackfillClient, type NewBackfill, type PlannedBackfill } from './backfills/backfill-client.js';
export type { BulkCancel, BulkListing, NewBulkCancel } from './bulk-cancels.js';
export { connectClient, type EspalierClient } from './espalier-client.js';
export { type CollectOptions, connectHousekeeper, type Housekeeper } from './housekeeper.js';
export { connectModels, type ModelClient } from './models/model-client.js';
export { ModelReader, type PartitionSeen, type ShownVersion, type WatchPage } from './models/model-reader.js';
export type { PlanPreview } from './plans/plan-preview.js';
export { QuotaBook, type TeamQuota } from './quota-book.js';
export { resendAsSet, resendDeadLetters } from './resend-dead-letters.js';
export type { OpenedArtifact, RunArtifact } from './run-artifacts.js';
export type { RunGlance } from './run-glance.js';
export type { RunListing } from './run-listing.js';
export type { RunMetrics } from './run-metrics.js';
export type { RunPage } from './run-page.js';
export type { RunQuery } from './run-query.js';
export type { RunDetail } from './run-reports.js';
export type { ActivitySnapshot, RunSnapshot } from './run-snapshot.js';
export { type NewSchedule, ScheduleClient } from './schedules/schedule-client.js';
