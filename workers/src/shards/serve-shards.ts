/** Responsible for the side of a shards' process: takes its worker's requests, answers each. Leaves to others: computing (handle-shard.ts). */
import { EspalierError, type SerializedError } from '@espalier/domain';
import type { ShardContext, ShardJob } from '@espalier/fanout';
import { toEspalierError } from '../process/activity-failures.js';
import type { ShardReply, ShardRequest } from './shard-messages.js';

export interface ShardComputing {
  readonly handle: (job: ShardJob, context: ShardContext) => Promise<unknown>;
  readonly inputsOf: (job: ShardJob) => Promise<readonly string[]>;
}

const aliveEveryMs = 1_000;

type ComputeRequest = Extract<ShardRequest, { kind: 'compute' }>;

function send(reply: ShardReply): void {
  process.send?.(reply);
}

/** Serves this process's parent for as long as that lives. */
export function serveShards({ handle, inputsOf }: ShardComputing): void {
  const running = new Map<number, AbortController>();
  /** By part: what ends the wait for it to be told. */
  const untold = new Map<number, (error: SerializedError | null) => void>();
  let parts = 0;

  const tellPart = (request: number, input: string | null): Promise<void> =>
    new Promise((resolve, reject) => {
      parts += 1;
      untold.set(parts, (error) => (error === null ? resolve() : reject(EspalierError.deserialize(error))));
      send({ kind: 'part', request, part: parts, input });
    });

  const compute = async ({ request, job, tellsParts }: ComputeRequest): Promise<unknown> => {
    const controller = new AbortController();
    running.set(request, controller);
    try {
      return await handle(job, {
        signal: controller.signal,
        reportRows: (rows) => send({ kind: 'rows', request, rows }),
        tellPart: tellsParts ? (input) => tellPart(request, input) : null,
      });
    } finally {
      running.delete(request);
    }
  };

  const answer = (request: number, work: Promise<unknown>): void => {
    const alive = setInterval(() => send({ kind: 'alive' }), aliveEveryMs);
    work
      .finally(() => clearInterval(alive))
      .then((result) => send({ kind: 'done', request, result }))
      .catch((error: unknown) =>
        send({ kind: 'failed', request, error: toEspalierError(error).serialize() }),
      );
  };

  process.on('message', (message: ShardRequest) => {
    switch (message.kind) {
      case 'compute':
        return answer(message.request, compute(message));
      case 'inputs':
        return answer(message.request, inputsOf(message.job));
      case 'abort':
        return running
          .get(message.request)
          ?.abort(new EspalierError('fanout.cancelled', 'Nobody waits for the shard any more.'));
      case 'part-told':
        untold.get(message.part)?.(message.error);
        untold.delete(message.part);
    }
  });
}
