/** Whether Temporal and Redis answer, and are set up in the way that runs rely on. */
import type { Settings } from '@espalier/settings';
import type { Redis } from 'ioredis';
import { probeTemporal, withRedis, withTemporal } from '../probe-services.js';
import { missingSearchAttributes } from '../search-attributes.js';
import { check, type DoctorCheck } from './doctor-check.js';

/** What a gang may use: `listSlots` of the fan-out package gives it. */
export type SlotLister = (
  redis: Redis,
) => Promise<readonly { readonly role: string; readonly state: string }[]>;

async function checkSearchAttributes(settings: Settings): Promise<string> {
  const { namespace } = settings.temporal;
  const missing = await withTemporal(settings, (connection) =>
    missingSearchAttributes(connection, namespace),
  );
  if (missing.length > 0) throw new Error(`Not registered in namespace ${namespace}: ${missing.join(', ')}.`);
  return `registered in namespace ${namespace}`;
}

export async function temporalChecks(settings: Settings): Promise<readonly DoctorCheck[]> {
  const { address } = settings.temporal;
  const fix = settings.external.temporal
    ? 'Check ESPALIER_TEMPORAL_ADDRESS and its namespace.'
    : 'espalier up';
  const answers = await check('Temporal', fix, async () => {
    await probeTemporal(settings);
    return address;
  });
  if (!answers.ok) return [{ ...answers, message: `${address} can't be used: ${answers.message}` }];
  return [
    answers,
    await check('search attributes', '`espalier up` registers them.', () => checkSearchAttributes(settings)),
  ];
}

async function configured(redis: Redis, key: string, wanted: string): Promise<string> {
  const [, value] = (await redis.config('GET', key)) as string[];
  if (value !== wanted) throw new Error(`${key} is ${value ?? 'unknown'}.`);
  return `${key} is ${wanted}`;
}

async function checkSlots(redis: Redis, listSlots: SlotLister): Promise<string> {
  const slots = await listSlots(redis);
  const summary = (role: string) => {
    const ofRole = slots.filter((slot) => slot.role === role);
    if (ofRole.length === 0) throw new Error(`No ${role} host has registered.`);
    const free = ofRole.filter(({ state }) => state === 'free').length;
    return `${role}: ${free} of ${ofRole.length} free`;
  };
  return ['encoder', 'trainer'].map(summary).join(', ');
}

export async function redisChecks(
  settings: Settings,
  listSlots: SlotLister | undefined,
): Promise<readonly DoctorCheck[]> {
  const { host } = new URL(settings.redis.url);
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
      'CONFIG SET maxmemory-policy noeviction: a queue must not lose keys.',
      (redis) => configured(redis, 'maxmemory-policy', 'noeviction'),
    ),
    await ask(
      'Redis persistence',
      'CONFIG SET appendonly yes: queued shards must outlive a restart.',
      (redis) => configured(redis, 'appendonly', 'yes'),
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
