import { execFileSync } from 'node:child_process';
import { startTestServers } from '@espalier/stack';
import { expect, test } from 'vitest';

/** Logs what Redis says of a wrong password, as a worker would. */
const program = `
  import { connectRedis } from '@espalier/fanout';
  import { loadSettings } from '@espalier/settings';
  const { createLogger } = await import(process.argv[1]);
  const logger = createLogger(loadSettings(), 'feature');
  connectRedis(process.argv[2], (err) => {
    logger.warn({ err }, 'shard queue');
    process.exit(0);
  });
`;

test('a password that Redis refuses is not logged with the refusal', async () => {
  await using servers = await startTestServers({ parts: ['redis'] });
  const url = servers.settings.redis.url.replace('redis://', 'redis://nobody:guess@');
  const module = new URL('../../dist/process/logger.js', import.meta.url).href;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program, module, url], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
  });
  expect(JSON.parse(output).err.message).toContain('WRONGPASS');
  expect(output).not.toContain('guess');
});
