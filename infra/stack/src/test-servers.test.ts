import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withRedis, withTemporal } from './probe-services.js';
import { requireSearchAttributes } from './search-attributes.js';
import { startTestServers } from './test-servers.js';

test('all three servers answer, and nothing of them is left afterwards', async () => {
  let homeDir: string;
  {
    await using servers = await startTestServers({ parts: ['redis', 's3', 'temporal'] });
    const { settings } = servers;
    homeDir = settings.homeDir;
    expect(await withRedis(settings, (redis) => redis.config('GET', 'maxmemory-policy'))).toContain(
      'noeviction',
    );
    await withTemporal(settings, (connection) => requireSearchAttributes(connection, settings.temporal));
  }
  expect(existsSync(homeDir)).toBe(false);
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(homeDir);
});
