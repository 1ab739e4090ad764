/**
 * A Valkey of a test file's own, and worker hosts on it that go after each test.
 * Leaves gangs to the tests.
 */
import { afterAll, afterEach } from 'vitest';
import { connectRedis } from '../connect-redis.js';
import { type HostOptions, type HostRegistration, registerHost } from '../gang/host-registration.js';
import { fingerprint } from './fingerprints.js';
import { RestartableValkey } from './restartable-valkey.js';

/** To be awaited where a test file begins: all of it ends with the file. */
export async function startGangHosts() {
  const valkey = await RestartableValkey.start();
  const redis = connectRedis(valkey.url);
  const hosts: HostRegistration[] = [];
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.close()));
    await redis.flushall();
  });
  afterAll(async () => {
    redis.disconnect();
    await valkey[Symbol.asyncDispose]();
  });

  /** Of trainers, with one slot, unless the options say otherwise. */
  async function host(hostId: string, options: Partial<HostOptions> = {}): Promise<HostRegistration> {
    const incarnation = options.incarnation ?? 'first';
    const defaults = { redis, role: 'trainer', slots: 1, fingerprint } as const;
    const registration = await registerHost({
      ...defaults,
      taskQueue: `${hostId}-${incarnation}`,
      ...options,
      hostId,
      incarnation,
    });
    hosts.push(registration);
    return registration;
  }
  return { valkey, redis, hosts, host };
}
