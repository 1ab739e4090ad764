import { defineErrors } from './define-errors.js';

export const featuresErrors = defineErrors({
  'features.source-missing': {
    kind: 'user',
    retryable: false,
    meaning:
      'No source object has the path, pattern or prefix that the pipeline or command names, or one has gone away.',
    fix: "Check the path. A pipeline's start from the folder of its file, a command's from the folder in which it is given.",
  },
  'features.source-changed': {
    kind: 'user',
    retryable: false,
    meaning:
      'A source object, or a file of rows to score, was replaced or written to while it was in use; the message says what is different. Nothing was made of the mixture.',
    fix: 'Run it again once the file is whole; write new data under a new name, beside the old, while anything reads that.',
  },
  'features.corrupt-source': {
    kind: 'user',
    retryable: false,
    meaning: 'A source object is not readable as Parquet; the message names the file, row group and reason.',
    fix: 'Write the named file again, or take it out of the source.',
  },
  'features.expression-failed': {
    kind: 'user',
    retryable: false,
    meaning: "A label's or feature's SQL failed on a row of the source.",
    fix: 'Make the expression total, for example with TRY_CAST, TRY or COALESCE, then run again.',
  },
  'features.null-label': {
    kind: 'user',
    retryable: false,
    meaning:
      'A label is NULL for some rows, as it is where it compares NULL or NaN, so they are neither positive nor negative.',
    fix: 'Wrap the label: COALESCE(..., false), or filter such rows out of the source.',
  },
  'features.infinite-value': {
    kind: 'user',
    retryable: false,
    meaning:
      'A numeric feature is infinite for some rows, or beyond what a 32-bit float holds; the encoder cannot split on infinity.',
    fix: 'Exclude the column and derive one from it: CASE WHEN isfinite(x) THEN x END; where values are too large, CASE WHEN abs(x) < 1e38 THEN x END.',
  },
  'features.too-many-categories': {
    kind: 'user',
    retryable: false,
    meaning: 'A categorical feature has over a million distinct values in one shard, as an identifier has.',
    fix: 'Put the column under features.exclude, or derive a coarser one from it.',
  },
  'features.one-class-label': {
    kind: 'user',
    retryable: false,
    meaning: "A task's label is the same for every training row, so there is nothing to learn.",
    fix: "Check the label's SQL against the values in the column; with a sample, take a larger one.",
  },
  'features.empty-split': {
    kind: 'user',
    retryable: false,
    meaning:
      'A split has no rows, or rows of one class only where both are needed: to train, to measure, to stop early, to fit the trees, or outside a part of the training rows.',
    fix: 'Give more rows, a larger sample or another share under source.split; where encoder.folds is named, another number of them, or model.leaves: embeddings, which needs none.',
  },
  'features.no-clusters': {
    kind: 'user',
    retryable: false,
    meaning: 'The column that should group the held-out rows is NULL for all of them, so it groups none.',
    fix: 'Name another column under evaluation.cluster, or leave it out where rows are independent.',
  },
  'features.data-check-failed': {
    kind: 'user',
    retryable: false,
    meaning:
      "The newest data is unlike what the run trains on, or unlike what the champion was trained on, by more than the pipeline's `checks` allow. Nothing was published; the message and details.findings say all of it.",
    fix: "Mend the partition at its origin and run it again: a rewritten one is judged anew. Where it is right as it is, raise that check's bound, name it in checks.warnOnly, or turn it off.",
  },
  'features.strict': {
    kind: 'user',
    retryable: false,
    meaning: 'The pipeline is strict, and its rows show what would otherwise be a warning.',
    fix: 'Mend what the message says, or run without --strict.',
  },
  'features.missing-column': {
    kind: 'user',
    retryable: false,
    meaning: 'The rows to score lack columns that the model was trained on.',
    fix: 'Give the input every column that the message names.',
  },
  'features.column-type': {
    kind: 'user',
    retryable: false,
    meaning: 'A column to score has another type than the model was trained on.',
    fix: 'Write the input with the type that the message names.',
  },
  'features.disk-full': {
    kind: 'infra',
    retryable: true,
    meaning: 'The scratch disk is full.',
    fix: 'Free space there, or set ESPALIER_HOME to a larger disk.',
  },
  'features.out-of-memory': {
    kind: 'infra',
    retryable: true,
    meaning: 'A shard needed more memory than its worker may use.',
    fix: 'Run fewer workers on the machine, or write the source with smaller row groups.',
  },
});
