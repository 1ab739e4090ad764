import { defineErrors } from './define-errors.js';

export const storeErrors = defineErrors({
  'store.unreachable': {
    kind: 'infra',
    retryable: true,
    meaning: 'The S3 endpoint did not answer, or refused the connection.',
    fix: 'Start the local stack with `espalier up`, or check ESPALIER_S3_ENDPOINT and the credentials.',
  },
  'store.denied': {
    kind: 'infra',
    retryable: false,
    meaning: 'S3 refused the credentials, or they do not allow this operation.',
    fix: 'The local stack has its own once it is up (`espalier up`). Elsewhere check the credentials that the AWS SDK finds (environment, profile, SSO, role) and what they may do in the bucket.',
  },
  'store.wrong-region': {
    kind: 'infra',
    retryable: false,
    meaning: 'The bucket lies in another region than the one in which S3 was asked for it.',
    fix: 'Set ESPALIER_S3_REGION, or AWS_REGION, to the region that the message names.',
  },
  'store.unsupported': {
    kind: 'infra',
    retryable: false,
    meaning: 'The S3 service does not support a kind of request that Espalier relies on.',
    fix: 'Use another S3 service; `espalier doctor` tries all that is relied on.',
  },
  'store.contended': {
    kind: 'infra',
    retryable: true,
    meaning: 'Too many writers moved the same S3 object at once, so this one never got its turn.',
    fix: 'Nothing: it is tried again; if it stays, look for a loop that rewrites the named object.',
  },
  'store.scratch-full': {
    kind: 'infra',
    retryable: true,
    meaning: 'The disk that holds scratch files is full or can not be written.',
    fix: 'Free space in the named folder, or set ESPALIER_HOME to a larger disk.',
  },
  'store.fenced': {
    kind: 'infra',
    retryable: false,
    meaning: 'A newer attempt of this stage has taken over, so this older one may not publish.',
    fix: 'Nothing: the newer attempt goes on.',
  },
  'store.corrupt': {
    kind: 'infra',
    retryable: true,
    meaning: 'An object in S3 does not have the bytes that its manifest promises.',
    fix: 'Run again with --no-cache; if it returns, check the storage for faults.',
  },
  'store.not-found': {
    kind: 'infra',
    retryable: false,
    meaning: 'An object that is referred to does not exist in S3.',
    fix: 'Check the URI; if a retention rule removed it, run the pipeline again.',
  },
  'store.newer-layout': {
    kind: 'infra',
    retryable: false,
    meaning: 'A later version of Espalier has laid out the bucket in a way that this one does not know.',
    fix: 'Update this Espalier, or give it another bucket (ESPALIER_S3_BUCKET).',
  },
  'store.root-unreadable': {
    kind: 'infra',
    retryable: false,
    meaning:
      'What a run or the cache names can not be read, so that garbage can not be told from what is needed.',
    fix: 'Check the storage for faults. If the named object is lost for good, delete it: what it named is then garbage.',
  },
  'store.nondeterministic': {
    kind: 'platform',
    retryable: false,
    meaning:
      'A stage was computed again from the same inputs and gave other bytes than before. Either something that shapes it is not in its key, or a machine computes wrongly.',
    fix: 'Forget the earlier result with the `espalier cache drop` that the message names, and run again: what that run makes takes its place. Report it with both runs if it comes back.',
  },
  'store.no-such-result': {
    kind: 'user',
    retryable: false,
    meaning: 'The cache holds no result of that stage under that key; it may have been dropped before.',
    fix: 'Take stage and key from the message of `store.nondeterministic`.',
  },
});
