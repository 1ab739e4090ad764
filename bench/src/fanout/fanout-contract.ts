/** What `bench fanout` and its worker processes say to each other. */

/** The product's shard workers, or BullMQ's own worker that does nothing. */
export type WorkerOf = 'product' | 'bullmq';

export interface WorkerRequest {
  readonly of: WorkerOf;
  readonly redisUrl: string;
  readonly queueName: string;
  /** Jobs at once in this process. */
  readonly concurrency: number;
}

/** What an empty shard gives: which one it was, and which of all computations that was. */
export interface EmptyResult {
  readonly shard: number;
  readonly computation: string;
}
