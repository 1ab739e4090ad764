import { defineErrors } from './define-errors.js';

export const stackErrors = defineErrors({
  'settings.invalid': {
    kind: 'user',
    retryable: false,
    meaning: 'An ESPALIER_ environment variable or the local stack file has a value that cannot be used.',
    fix: 'Mend every listed setting; docs/settings.md lists them all.',
  },
  'stack.port-in-use': {
    kind: 'infra',
    retryable: false,
    meaning: 'A port that the local stack wants is taken by another program.',
    fix: 'End that program, or name another port: `espalier up --temporal-port`, `--redis-port`, `--s3-port`, `--server-port`.',
  },
  'stack.start-failed': {
    kind: 'infra',
    retryable: true,
    meaning: 'A process of the local stack ended, or did not answer in time, while the stack was starting.',
    fix: 'Read the log file that the message names, then try `espalier up` again.',
  },
  'stack.not-built': {
    kind: 'infra',
    retryable: false,
    meaning: 'The compiled program of a worker is not there.',
    fix: 'Run `npm run setup`, which compiles what is missing.',
  },
  'stack.disk-full': {
    kind: 'infra',
    retryable: false,
    meaning: 'The disk that holds the local stack has too little room for it to start.',
    fix: 'Free the room that the message names, or set ESPALIER_HOME to a folder on a larger disk.',
  },
  'stack.busy': {
    kind: 'infra',
    retryable: true,
    meaning: 'Another `espalier up` or `down` has been at work on this stack for too long.',
    fix: 'Wait for it or end it, then try again.',
  },
  'stack.service-unreachable': {
    kind: 'infra',
    retryable: true,
    meaning: 'A service that the settings name (Temporal, Redis or S3) does not answer, or refuses.',
    fix: 'Check its address and credentials with `espalier doctor`; it says what each variable is.',
  },
  'stack.server-unreachable': {
    kind: 'infra',
    retryable: true,
    meaning: "Espalier's server does not answer, or nothing says where it is.",
    fix: 'Start it with `espalier up`; `espalier status` says whether it runs, and its log lies in `logs/server.log` of the home.',
  },
  'stack.search-attribute-type': {
    kind: 'infra',
    retryable: false,
    meaning:
      'The Temporal namespace has a search attribute of the name that Espalier uses, with another type.',
    fix: 'Use a namespace where the names are free (ESPALIER_TEMPORAL_NAMESPACE), or, if nothing else uses the attribute there, remove it: `temporal operator search-attribute remove`.',
  },
  'stack.search-attribute-limit': {
    kind: 'infra',
    retryable: false,
    meaning: 'The Temporal namespace has as many search attributes of a type as its server allows.',
    fix: 'Remove one of that type that nothing uses (`temporal operator search-attribute list` and `remove`), or name another namespace in ESPALIER_TEMPORAL_NAMESPACE.',
  },
  'stack.search-attribute-missing': {
    kind: 'infra',
    retryable: false,
    meaning: 'The Temporal namespace does not have the search attributes that runs carry.',
    fix: 'Run `espalier up`, which registers them, or have them registered by somebody who may: `temporal operator search-attribute create --name NAME --type Keyword`.',
  },
});
