import { defineErrors } from './define-errors.js';

export const workflowErrors = defineErrors({
  'workflow.temporal-unreachable': {
    kind: 'infra',
    retryable: true,
    meaning: 'The Temporal server did not answer.',
    fix: 'Start the local stack with `espalier up`, or check ESPALIER_TEMPORAL_ADDRESS and ESPALIER_TEMPORAL_NAMESPACE.',
  },
  'workflow.no-orchestrator': {
    kind: 'infra',
    retryable: true,
    meaning: 'Nobody works on runs in the Temporal namespace that the settings name.',
    fix: 'Start the workers (`espalier up`), or set ESPALIER_TEMPORAL_ADDRESS and ESPALIER_TEMPORAL_NAMESPACE to where they are.',
  },
  'workflow.other-store': {
    kind: 'infra',
    retryable: false,
    meaning:
      'Commands and workers that meet in one Temporal namespace keep their objects in different S3 buckets.',
    fix: 'Give all of them the same ESPALIER_S3_ENDPOINT and ESPALIER_S3_BUCKET, and start the workers again.',
  },
  'workflow.run-not-found': {
    kind: 'user',
    retryable: false,
    meaning: 'There is no run of this ID, neither in the Temporal namespace nor in S3.',
    fix: 'List the runs with `espalier runs`.',
  },
  'workflow.artifact-not-found': {
    kind: 'user',
    retryable: false,
    meaning: 'The stage of the run has made nothing of this name, or `espalier gc` has freed it.',
    fix: 'List what there is with `GET /v1/runs/RUN/artifacts`.',
  },
  'workflow.end-unrecorded': {
    kind: 'infra',
    retryable: false,
    meaning:
      'Temporal keeps the history of a run no more, and the run recorded no end: it was terminated or timed out there, or it belongs to another namespace.',
    fix: 'Its stages that ended stand in S3, and another run finds them in the cache: start it again. For a run of another namespace set ESPALIER_TEMPORAL_NAMESPACE.',
  },
  'workflow.run-exists': {
    kind: 'user',
    retryable: false,
    meaning: 'A run of this ID was started before.',
    fix: 'Start the run again; a new ID is drawn each time.',
  },
  'workflow.key-reused': {
    kind: 'user',
    retryable: false,
    meaning: 'The idempotency key was used before, for another request.',
    fix: 'Draw a new key for each request, and send the same one only with the same request again.',
  },
  'workflow.not-retryable': {
    kind: 'user',
    retryable: false,
    meaning: 'A run can not be retried so: it is a comparison, made no plan, or its records were freed.',
    fix: 'Start a run of the pipeline instead: `espalier run`, `espalier pipeline run` or `espalier compare`; what is cached is taken over.',
  },
  'workflow.retry-rows': {
    kind: 'user',
    retryable: false,
    meaning:
      'A retry would be made of other rows than the run that it is of: the source has changed, and the plan had to be made anew because the code of planning, or what it runs on, has changed too.',
    fix: 'Put the source back as it was, or say that other rows are meant: `espalier retry RUN --from plan`.',
  },
  'workflow.started-run-failed': {
    kind: 'user',
    retryable: false,
    meaning: 'A run that a schedule has started did not succeed, so neither did this time of the schedule.',
    fix: 'See why with `espalier show RUN`; the next time starts the next run all the same.',
  },
  'workflow.unknown-schedule': {
    kind: 'user',
    retryable: false,
    meaning: 'There is no schedule of this name in the Temporal namespace.',
    fix: 'See `espalier schedule list`.',
  },
  'workflow.unknown-backfill': {
    kind: 'user',
    retryable: false,
    meaning: 'There is no backfill of this ID in the store.',
    fix: 'See `espalier backfill list`.',
  },
  'workflow.unknown-bulk': {
    kind: 'user',
    retryable: false,
    meaning: 'Temporal knows no operation of this ID that cancels runs: it keeps those that ended for days.',
    fix: 'See `GET /v1/bulk-cancels` for those that it keeps.',
  },
  'workflow.unknown-bulk-retry': {
    kind: 'user',
    retryable: false,
    meaning: 'There is no bulk retry of this ID in the store.',
    fix: 'See `GET /v1/bulk-retries` for those that there are.',
  },
  'workflow.bulk-too-many': {
    kind: 'user',
    retryable: false,
    meaning:
      'More runs match than were meant at most, so that none was cancelled or retried: some have started or failed since the list was looked at.',
    fix: 'Look at the runs that match, then narrow the filter, or ask with the number that you mean.',
  },
  'workflow.backfill-goes-on': {
    kind: 'user',
    retryable: false,
    meaning: 'The backfill that was to be resumed has not ended.',
    fix: 'Wait for its end, or end it: `espalier backfill cancel ID`.',
  },
  'workflow.schedule-exists': {
    kind: 'user',
    retryable: false,
    meaning: 'There is a schedule of this name already; what a schedule says never changes.',
    fix: 'Give another name, or take that one away first: `espalier schedule delete NAME`.',
  },
  'workflow.cancelled': {
    kind: 'user',
    retryable: false,
    meaning: 'The run was cancelled on request.',
    fix: 'Start it again when you want it; finished stages come from the cache.',
  },
  'workflow.terminated': {
    kind: 'user',
    retryable: false,
    meaning: 'The run, or a stage of it, was terminated in Temporal, which ends it without asking.',
    fix: 'Start it again when you want it; finished stages come from the cache. `espalier cancel RUN` ends one in good order.',
  },
  'workflow.timed-out': {
    kind: 'user',
    retryable: false,
    meaning: 'A run, a stage of it or a plan took longer than its time limit.',
    fix: 'Start it again: finished stages come from the cache. Where a plan takes too long, write the source as fewer and larger files.',
  },
  'workflow.unexpected': {
    kind: 'platform',
    retryable: true,
    meaning: 'Espalier met a fault of its own.',
    fix: 'Look at `espalier logs RUN` and report what it shows.',
  },
  'workflow.rank-died': {
    kind: 'infra',
    retryable: true,
    meaning: 'A rank process ended before its work was done, by a signal or a native crash.',
    fix: 'Nothing at first: the gang starts again from its last checkpoint. If it returns, the message says by what it ended: a signal from outside, or a crash to report.',
  },
  'workflow.rank-out-of-memory': {
    kind: 'infra',
    retryable: true,
    meaning: 'The kernel killed a rank process because its machine, or its memory group, had no memory left.',
    fix: 'It is tried again up to three times at one step. Give the machine or its group more memory, run fewer workers on it, or lower training.batchSize or the rows (--sample).',
  },
  'workflow.scratch-unusable': {
    kind: 'infra',
    retryable: true,
    meaning: 'A worker host could not make a folder for the files of a rank.',
    fix: 'Make room on the disk that the message names, or give the folder back to the user that runs the workers; the gang starts again by itself.',
  },
  'workflow.rank-silent': {
    kind: 'infra',
    retryable: true,
    meaning: 'A rank process was stopped or hung, so its host ended it.',
    fix: 'Nothing at first: the gang starts again from its last checkpoint.',
  },
  'workflow.peer-lost': {
    kind: 'infra',
    retryable: true,
    meaning: 'A rank lost the connection to another rank of its gang.',
    fix: 'Nothing at first: the gang starts again from its last checkpoint.',
  },
  'workflow.host-lost': {
    kind: 'infra',
    retryable: true,
    meaning: 'A worker host that ran a rank stopped answering.',
    fix: 'Nothing at first: the gang starts again on other slots. `espalier status` shows the hosts.',
  },
  'workflow.gang-exhausted': {
    kind: 'infra',
    retryable: false,
    meaning:
      'A gang was started again and again without getting further, or died or fell apart three times in the same way at the same step.',
    fix: 'The message names the last cause, and `espalier logs RUN` those before. Ranks that do not meet have to reach each other: see ESPALIER_ADVERTISE_ADDRESS of their hosts. Finished stages come from the cache when you run again.',
  },
  'workflow.mixed-environments': {
    kind: 'platform',
    retryable: false,
    meaning:
      'Shards or ranks of one stage come from workers whose environments differ, or from others than the stage was meant for: their bytes do not belong together.',
    fix: 'Run again: each stage takes workers of one environment. If it returns, report it with `espalier logs RUN`.',
  },
  'workflow.other-workers': {
    kind: 'infra',
    retryable: false,
    meaning:
      'The workers that a stage was meant for are gone, and there are others that could do it, whose environment differs.',
    fix: 'Nothing: the stage begins anew on those, under a key of its own.',
  },
  'workflow.code-replaced': {
    kind: 'infra',
    retryable: true,
    meaning:
      "The code of a stage was replaced on a worker's disk after the worker had started, so that it would work with a mixture of two versions.",
    fix: 'Start the workers again, the orchestrator with them (`espalier down`, then `espalier up`): the stage begins anew with the code that is there now.',
  },
  'workflow.other-rows': {
    kind: 'platform',
    retryable: false,
    meaning:
      'Two models were to be compared on the same held-out rows, and a shard gave other rows or labels to one than to the other.',
    fix: 'Report it with `espalier logs RUN`; a gate without `against: champion` does without the comparison.',
  },
  'workflow.rank-divergence': {
    kind: 'platform',
    retryable: false,
    meaning: 'The ranks of one gang ended with different models, which synchronous training rules out.',
    fix: 'Report it with `espalier logs RUN`; check that all hosts have the same CPU and native versions.',
  },
});
