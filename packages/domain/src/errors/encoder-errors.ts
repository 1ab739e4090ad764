import { defineErrors } from './define-errors.js';

export const encoderErrors = defineErrors({
  'encoder.unknown-leaf': {
    kind: 'platform',
    retryable: false,
    meaning: 'A forest sent a row to a node that the leaf map does not list.',
    fix: 'The leaf map and the forest are not of one fit: run again with --no-cache and report it.',
  },
  'encoder.fit-failed': {
    kind: 'platform',
    retryable: true,
    meaning: 'XGBoost refused to fit a forest.',
    fix: 'Read its words in the message; check the `encoder` part of the pipeline file.',
  },
});
