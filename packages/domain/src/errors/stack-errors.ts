import { defineErrors } from './define-errors.js';

export const stackErrors = defineErrors({
  'settings.invalid': {
    kind: 'user',
    retryable: false,
    meaning: 'An ESPALIER_ environment variable or the local stack file has a value that cannot be used.',
    fix: 'Mend every listed setting; docs/settings.md lists them all.',
  },
});
