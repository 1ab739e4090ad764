/** Responsible for the types of the server and of what its routes work with. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { EspalierClient, ModelClient } from '@espalier/client';
import type { SlotStatus, WaitingGang, WorkerPool, WorkerRole } from '@espalier/fanout';
import type { Settings } from '@espalier/settings';
import type { Store } from '@espalier/store';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

export type Api = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface Services {
  readonly settings: Settings;
  readonly client: EspalierClient;
  readonly models: ModelClient;
  readonly store: Store;
  readonly queues: {
    ping(): Promise<unknown>;
    slots(): Promise<readonly SlotStatus[]>;
    waiting(): Promise<readonly WaitingGang[]>;
    pools(role: WorkerRole): Promise<readonly WorkerPool[]>;
  };
}
