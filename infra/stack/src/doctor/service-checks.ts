/** Whether Temporal and Redis answer, and are set up in the way that runs rely on. */
import { EspalierError, errorCatalogue } from '@espalier/domain';
import { proxyRemark, redisPlace, type Settings } from '@espalier/settings';
import { isGrpcServiceError } from '@temporalio/client';
import type { Redis } from 'ioredis';
import { probeTemporal, withRedis, withTemporal } from '../probe-services.js';
import { requireSearchAttributes } from '../search-attributes.js';
import { CannotLook, check, type DoctorCheck } from './doctor-check.js';

/** gRPC's codes for what a user may not do, or a server does not offer. */
const mayNotAsk: ReadonlySet<number> = new Set([7, 12, 16]);

/** What to do about an error that has a code. */
function fixOf(error: unknown): string {
  return error instanceof EspalierError ? errorCatalogue[error.code].fix : 'espalier up';
}

/** What a gang may use: `listSlots` of the fan-out package gives it. */
export type SlotLister = (
  redis: Redis,
) => Promise<readonly { readonly role: string; readonly state: string; readonly fingerprint: string }[]>;

async function checkSearchAttributes(settings: Settings): Promise<string> {
  const { temporal } = settings;
  await withTemporal(settings, (connection) => requireSearchAttributes(connection, temporal)).catch(
    (error: unknown) => {
      if (!isGrpcServiceError(error) || !mayNotAsk.has(error.code)) throw error;
      throw new CannotLook(`this server does not let them be listed (${error.details}).`);
    },
  );
  return `registered in namespace ${temporal.namespace}`;
}

/** gRPC's code for what is not there. */
const notFound = 5;

/** A server that is up makes no namespace: the local one makes that of the settings when it starts. */
function namespaceFix(external: boolean): string {
  return external
    ? 'Check ESPALIER_TEMPORAL_NAMESPACE, or register the namespace there.'
    : 'espalier down, then espalier up, which makes the namespace; or check ESPALIER_TEMPORAL_NAMESPACE.';
}

class NoNamespace extends Error {}

export async function temporalChecks(settings: Settings): Promise<readonly DoctorCheck[]> {
  const { address, namespace } = settings.temporal;
  const { temporal: external } = settings.external;
  const fix = (error: unknown) => {
    if (error instanceof NoNamespace) return namespaceFix(external);
    return external ? 'Check ESPALIER_TEMPORAL_ADDRESS and its namespace.' : 'espalier up';
  };
  const answers = await check('Temporal', fix, async () => {
    await probeTemporal(settings).catch((error: unknown) => {
      if (!isGrpcServiceError(error) || error.code !== notFound) throw error;
      throw new NoNamespace(`it has no namespace ${namespace} (ESPALIER_TEMPORAL_NAMESPACE).`);
    });
    return address;
  });
  if (!answers.ok) {
    const remark = proxyRemark(address, settings.temporal.proxy);
    return [{ ...answers, message: `${address} can't be used: ${answers.message}${remark}` }];
  }
  return [answers, await check('search attributes', fixOf, () => checkSearchAttributes(settings))];
}

/** A setting of Redis, as CONFIG knows it and as INFO tells it. */
interface RedisSetting {
  readonly name: string;
  readonly wanted: string;
  readonly info: { readonly section: string; readonly field: string; readonly wanted: string };
}

const noEviction: RedisSetting = {
  name: 'maxmemory-policy',
  wanted: 'noeviction',
  info: { section: 'memory', field: 'maxmemory_policy', wanted: 'noeviction' },
};
const appendOnly: RedisSetting = {
  name: 'appendonly',
  wanted: 'yes',
  info: { section: 'persistence', field: 'aof_enabled', wanted: '1' },
};

/** How servers and providers refuse a command to a user, or have taken it out. */
const notAllowed = /NOPERM|unknown command|not allowed|disabled|not permitted/i;

/** Null where the server does not let this user ask, or has no answer. */
async function ifAllowed<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (notAllowed.test(String(error))) return null;
    throw error;
  }
}

async function configured(redis: Redis, { name, wanted, info }: RedisSetting): Promise<string> {
  const answer = await ifAllowed(() => redis.config('GET', name));
  const [, value] = (answer ?? []) as string[];
  if (value !== undefined) {
    if (value !== wanted) throw new Error(`${name} is ${value}.`);
    return `${name} is ${wanted}`;
  }
  const told = await ifAllowed(() => redis.info(info.section));
  const [, state] = new RegExp(`^${info.field}:(\\S+)`, 'm').exec(told ?? '') ?? [];
  if (state === undefined) {
    throw new CannotLook(`this user of Redis may ask neither CONFIG nor INFO; ${name} has to be ${wanted}.`);
  }
  if (state !== info.wanted)
    throw new Error(`INFO says ${info.field}:${state}; ${name} has to be ${wanted}.`);
  return `INFO says ${info.field}:${state}`;
}

async function checkSlots(redis: Redis, listSlots: SlotLister): Promise<string> {
  const slots = await listSlots(redis);
  const summary = (role: string) => {
    const ofRole = slots.filter((slot) => slot.role === role);
    if (ofRole.length === 0) throw new Error(`No ${role} host has registered.`);
    const free = ofRole.filter(({ state }) => state === 'free').length;
    const environments = new Set(ofRole.map(({ fingerprint }) => fingerprint)).size;
    // A gang takes hosts of one only.
    const kinds = environments > 1 ? ` (${environments} environments)` : '';
    return `${role}: ${free} of ${ofRole.length} free${kinds}`;
  };
  return ['encoder', 'trainer'].map(summary).join(', ');
}

export async function redisChecks(
  settings: Settings,
  listSlots: SlotLister | undefined,
): Promise<readonly DoctorCheck[]> {
  const host = redisPlace(settings.redis.url);
  const fix = settings.external.redis ? 'Check ESPALIER_REDIS_URL.' : 'espalier up';
  const answers = await check('Redis', fix, () =>
    withRedis(settings, async (redis) => {
      await redis.ping();
      return host;
    }),
  );
  if (!answers.ok) return [{ ...answers, message: `${host} can't be used: ${answers.message}` }];
  const ask = (name: string, how: string, look: (redis: Redis) => Promise<string>) =>
    check(name, how, () => withRedis(settings, look));
  return [
    answers,
    await ask(
      'Redis eviction',
      "Set maxmemory-policy to noeviction, by CONFIG SET or in the provider's settings: a queue must not lose keys.",
      (redis) => configured(redis, noEviction),
    ),
    await ask(
      'Redis persistence',
      "Set appendonly to yes, by CONFIG SET or in the provider's settings: queued shards must outlive a restart.",
      (redis) => configured(redis, appendOnly),
    ),
    ...(listSlots === undefined
      ? []
      : [
          await ask('slots for gangs', 'Start workers: `espalier up`, or your own platform.', (redis) =>
            checkSlots(redis, listSlots),
          ),
        ]),
  ];
}
