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
  'encoder.invalid-forest': {
    kind: 'platform',
    retryable: false,
    meaning: 'A forest is missing, is no XGBoost model, or is not the one that the leaf map was made from.',
    fix: 'Run the pipeline again with --no-cache and report it.',
  },
  'encoder.predict-failed': {
    kind: 'platform',
    retryable: true,
    meaning: 'XGBoost could not find the leaves of some rows.',
    fix: 'Read its words in the message; if it names memory, run fewer workers on the machine.',
  },
});
