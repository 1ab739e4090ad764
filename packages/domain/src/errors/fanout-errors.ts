import { defineErrors } from './define-errors.js';

export const fanoutErrors = defineErrors({
  'fanout.redis-unreachable': {
    kind: 'infra',
    retryable: true,
    meaning: 'Redis did not answer, or refused the connection.',
    fix: 'Start the local stack with `espalier up`, or check ESPALIER_REDIS_URL.',
  },
  'fanout.redis-refused': {
    kind: 'infra',
    retryable: false,
    meaning: 'Redis answers, but does not let Espalier in with what ESPALIER_REDIS_URL says.',
    fix: 'Mend the part of ESPALIER_REDIS_URL that the message names.',
  },
  'fanout.cancelled': {
    kind: 'infra',
    retryable: false,
    meaning: 'The fan-out or the wait for a gang was cancelled before it ended.',
    fix: 'Nothing: whoever cancelled it wanted it so; run again to continue.',
  },
  'fanout.superseded': {
    kind: 'infra',
    retryable: false,
    meaning: 'A newer attempt of this stage runs its shards now, so this older one gave up.',
    fix: 'Nothing: the newer attempt goes on.',
  },
  'fanout.shard-failed': {
    kind: 'platform',
    retryable: false,
    meaning: 'A shard failed with an error that Espalier does not know.',
    fix: 'Read the cause in the message and `espalier logs RUN`; report it if the input is sound.',
  },
  'fanout.shard-crashes': {
    kind: 'infra',
    retryable: false,
    meaning: 'The worker process died again and again while it worked on the same shard.',
    fix: '`espalier logs RUN` says how each process ended: by a signal, or for want of memory. Give it more memory or look at what it read (write that file anew, or leave it out), then run again to continue.',
  },
  'fanout.bad-jobs': {
    kind: 'platform',
    retryable: false,
    meaning: 'The shard jobs of one fan-out do not belong together, or a shard is listed twice.',
    fix: 'Report it: the stage that planned these shards has a mistake.',
  },
  'fanout.stale-grant': {
    kind: 'infra',
    retryable: true,
    meaning: 'The grant of slots is not valid any more: it was released, replaced, or it ran out.',
    fix: 'Nothing: the gang asks again with a new token.',
  },
  'fanout.rendezvous-timeout': {
    kind: 'infra',
    retryable: true,
    meaning: 'The first rank of a gang did not say in time where the others should meet it.',
    fix: 'Nothing at first: the gang starts again. If it returns, look at the log of rank 0.',
  },
});
