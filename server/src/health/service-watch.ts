/**
 * Responsible for looking after the services and workers: when somebody asks, and by itself while the server listens, so that since when one
 * is away is known to who comes later.
 * Leaves to others: what that stops (stopped-by.ts), and telling it (routes/service-routes.ts).
 */
import type { WorkerRole } from '@espalier/fanout';
import type { Services } from '../http/api.js';
import { type SeenStates, type ServiceState, seenStates } from './seen-states.js';

export const serviceNames = ['temporal', 'redis', 's3'] as const;
export const workerNames = ['orchestrator', 'feature', 'encoder', 'trainer'] as const;
export type WatchedName = (typeof serviceNames)[number] | (typeof workerNames)[number];
export type Watched = SeenStates<WatchedName>;

/** Asked by many at once, the services are asked once. */
const keptMs = 1_000;
const patienceMs = 3_000;
const everyMs = 15_000;

type Asked = Pick<Services, 'client' | 'store' | 'queues'>;

export class ServiceWatch {
  readonly #services: Asked;
  #last: { readonly atMs: number; readonly seen: Promise<Watched> } | null = null;
  #seen: Watched | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(services: Asked) {
    this.#services = services;
  }

  /** At most a second old. */
  look(): Promise<Watched> {
    if (this.#last === null || Date.now() - this.#last.atMs > keptMs) {
      this.#last = { atMs: Date.now(), seen: this.#ask() };
    }
    return this.#last.seen;
  }

  begin(): void {
    this.#timer ??= setInterval(() => void this.look(), everyMs);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #ask(): Promise<Watched> {
    const { client, store, queues } = this.#services;
    const ofRole = async (role: WorkerRole) =>
      stateOf(async () => (await queues.pools(role)).some(({ slots }) => slots > 0));
    const [temporal, redis, s3, orchestrator, feature, encoder, trainer] = await Promise.all([
      stateOf(() => client.ping()),
      stateOf(() => queues.ping()),
      stateOf(() => store.headObject('store.json')),
      stateOf(() => client.hasOrchestrator()),
      ...(['feature', 'encoder', 'trainer'] as const).map(ofRole),
    ]);
    const toldBy = (teller: ServiceState, state: ServiceState | undefined): ServiceState =>
      teller === 'up' ? (state ?? 'unknown') : 'unknown';
    const now = {
      ...{ temporal, redis, s3, orchestrator: toldBy(temporal, orchestrator) },
      ...{
        feature: toldBy(redis, feature),
        encoder: toldBy(redis, encoder),
        trainer: toldBy(redis, trainer),
      },
    };
    this.#seen = seenStates(this.#seen, now, Date.now());
    return this.#seen;
  }
}

/** Away where it does not answer in time, and where the answer is no. */
async function stateOf(ask: () => Promise<unknown>): Promise<'up' | 'away'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patienceMs);
  });
  try {
    return (await Promise.race([ask(), late])) === false ? 'away' : 'up';
  } catch {
    return 'away';
  } finally {
    clearTimeout(timer);
  }
}
