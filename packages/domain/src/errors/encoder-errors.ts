import { defineErrors } from './define-errors.js';

export const encoderErrors = defineErrors({
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
});
