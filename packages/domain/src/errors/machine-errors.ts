import { defineErrors } from './define-errors.js';

/** What this account on this machine does not allow. */
export const machineErrors = defineErrors({
  'machine.folder-unusable': {
    kind: 'infra',
    retryable: false,
    meaning: 'A folder that Espalier needs can not be made or written by this account.',
    fix: 'Set the variable that the message names to a folder that this account can write, or give the account the right to this one.',
  },
  'machine.output-failed': {
    kind: 'infra',
    retryable: false,
    meaning: 'The standard output of a command could not be written, so that its result is not there.',
    fix: 'Free room where the output goes, or send it elsewhere. What the command has done stands.',
  },
});
