/**
 * Responsible for whose workers do a stage's work, decided before its key is known, and for the environments that fingerprints stand
 * for. Leaves to others: the choice itself (choosePool of fanout), and waiting for those workers.
 */
import { type Environment, EspalierError, type Fingerprint, type StageName } from '@espalier/domain';
import { choosePool, listPools, type WorkerPool, type WorkerRole } from '@espalier/fanout';
import type { PipelineSpec } from '@espalier/spec';
import { digestOfJson, environmentSchema, readLatestComponents, type Store } from '@espalier/store';
import { keyEnvironment, roleOf, slotsOf } from './stage-environment.js';
import type { StageServices } from './stage-services.js';

export type Pool = Pick<WorkerPool, 'fingerprint' | 'environment'>;

export function fingerprintOf(environment: Environment): Fingerprint {
  return digestOfJson(environment);
}

/**
 * The workers that a stage's work is for, whether they are free or not; of a role that nobody was ever seen in, such as would run
 * on this machine. Null for what the orchestrator does itself.
 */
export async function choosePoolFor(
  services: StageServices,
  stage: StageName,
  spec: PipelineSpec,
  pipeline: string,
): Promise<Pool | null> {
  const role = roleOf(stage);
  if (role === null) return null;
  return chooseAmong(services, role, slotsOf(stage, spec), () => madeLatest(services, stage, pipeline));
}

/** The workers of a fingerprint; for work that was begun by an earlier version, whose key names none, any that can do it. */
export async function poolOf(
  services: StageServices,
  role: WorkerRole,
  slots: number,
  fingerprint: Fingerprint | undefined,
): Promise<Pool> {
  if (fingerprint !== undefined)
    return { fingerprint, environment: await services.environments.read(fingerprint) };
  const pool = await chooseAmong(services, role, slots, async () => () => false);
  await services.environments.keep(pool);
  return pool;
}

/** Whether workers of this environment have this orchestrator's code. */
export function hasOwnCode({ assumed }: StageServices, role: WorkerRole, { code }: Environment): boolean {
  return code !== undefined && code === assumed[role].code;
}

async function chooseAmong(
  { redis, assumed }: StageServices,
  role: WorkerRole,
  slots: number,
  readLatest: () => Promise<(pool: WorkerPool) => boolean>,
): Promise<Pool> {
  const environment = assumed[role];
  const pools = poolsOfCode(await listPools(redis, role), environment.code);
  const chosen = choosePool(pools, slots, pools.length > 1 ? await readLatest() : () => false);
  return chosen ?? { environment, fingerprint: fingerprintOf(environment) };
}

/**
 * The pools that may do work whose key names the orchestrator's code. Workers of another code are awaited as they will be once they
 * have this one. Pure.
 */
export function poolsOfCode(
  pools: readonly WorkerPool[],
  code: Environment[string] | undefined,
): WorkerPool[] {
  const own = pools.filter(({ environment }) => environment.code === code);
  const known = new Set(own.map(({ fingerprint }) => fingerprint));
  const others = pools.filter((pool) => !own.includes(pool)).sort((a, b) => b.seenAtMs - a.seenAtMs);
  const awaited = others.map((pool): WorkerPool => {
    const environment = code === undefined ? pool.environment : { ...pool.environment, code };
    return { ...pool, environment, fingerprint: fingerprintOf(environment), slots: 0 };
  });
  const isNew = ({ fingerprint }: WorkerPool) => !known.has(fingerprint) && known.add(fingerprint);
  return [...own, ...awaited.filter(isNew)];
}

/** What the key of a stage names of the workers of this fingerprint; without one, of the orchestrator itself. */
export async function environmentForKey(
  { environments, environment: own }: StageServices,
  stage: StageName,
  fingerprint: Fingerprint | undefined,
): Promise<Environment> {
  const workers = fingerprint === undefined ? own : await environments.read(fingerprint);
  return keyEnvironment(stage, workers);
}

/** Tells the pool that made the pipeline's latest result of a stage: results stay where they are while it can. */
async function madeLatest(
  { store }: StageServices,
  stage: StageName,
  pipeline: string,
): Promise<(pool: WorkerPool) => boolean> {
  const latest = await readLatestComponents(store, pipeline, stage);
  if (latest === null) return () => false;
  const digest = digestOfJson(latest.environment);
  return ({ environment }) => digestOfJson(keyEnvironment(stage, environment)) === digest;
}

function environmentKey(fingerprint: Fingerprint): string {
  return `environments/${fingerprint.replace('sha256:', '')}.json`;
}

/** Environments by fingerprint: histories name them by it, and what they are lies in S3. */
export class EnvironmentRecords {
  readonly #known = new Map<Fingerprint, Environment>();

  constructor(private readonly store: Store) {}

  async keep({ fingerprint, environment }: Pool): Promise<void> {
    if (this.#known.has(fingerprint)) return;
    await this.store.putIfNoneMatch(environmentKey(fingerprint), environment);
    this.#known.set(fingerprint, environment);
  }

  /** @throws EspalierError `store.not-found`, `store.corrupt` */
  async read(fingerprint: Fingerprint): Promise<Environment> {
    const known = this.#known.get(fingerprint);
    if (known !== undefined) return known;
    const key = environmentKey(fingerprint);
    const stored = await this.store.getJson(key);
    if (stored === null) {
      throw new EspalierError('store.not-found', `${this.store.uri(key)} does not exist.`, {
        details: { key },
      });
    }
    const { data } = environmentSchema.safeParse(stored.value);
    if (data === undefined || fingerprintOf(data) !== fingerprint) {
      throw new EspalierError(
        'store.corrupt',
        `${this.store.uri(key)} is not the environment that its name says.`,
        {
          details: { key },
        },
      );
    }
    this.#known.set(fingerprint, data);
    return data;
  }
}
