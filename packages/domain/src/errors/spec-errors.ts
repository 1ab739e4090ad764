import { defineErrors } from './define-errors.js';

export const specErrors = defineErrors({
  'spec.invalid': {
    kind: 'user',
    retryable: false,
    meaning: 'The pipeline file has mistakes; each is listed with its path in the file.',
    fix: 'Mend every listed path, then check with `espalier plan SPEC`.',
  },
});
