import { defineErrors } from './define-errors.js';

export const notificationErrors = defineErrors({
  'notifications.invalid-targets': {
    kind: 'user',
    retryable: false,
    meaning: 'The file that says whom notifications go to can not be used as it is; nobody is told anything.',
    fix: 'Mend what is named (docs/operations.md shows a file), then `espalier notifications test`.',
  },
  'notifications.not-taken': {
    kind: 'infra',
    retryable: true,
    meaning: 'A target did not take a notification.',
    fix: 'It is tried again for a day; then `espalier notifications list --dead` has it. `espalier notifications test` tries a target now.',
  },
  'notifications.unknown': {
    kind: 'user',
    retryable: false,
    meaning: 'There is no such notification, target or dead letter.',
    fix: '`espalier notifications list` tells which there are.',
  },
});
