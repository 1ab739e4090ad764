/** A home folder may have any name that the file system takes: no server reads a letter of it as something else. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { expect, test } from 'vitest';
import { down } from './down.js';
import { withRedis } from './probe-services.js';
import { up } from './up.js';

const printable = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const homes = {
  'every printable ASCII letter': printable.filter((letter) => letter !== '/').join(''),
  'letters that separate or end a path elsewhere': '#a?b,c:d;e=f&g%20h',
  'a space, umlauts and 150 letters': `${'ä '.repeat(60)}${'x'.repeat(30)}`,
};

test.concurrent.each(Object.entries(homes))(
  'servers keep their data in a home folder of %s',
  async (_, name) => {
    const dir = mkdtempSync(join(tmpdir(), 'espalier-odd-'));
    const homeDir = join(dir, name);
    const settings = () => loadSettings({ ESPALIER_HOME: homeDir });
    const start = () => up({ settings: settings(), processes: () => [] });
    await start();
    try {
      await withRedis(settings(), (redis) => redis.set('kept', name));
      const store = createStore(settings().s3);
      await store.putJson('kept', name);
      store.close();
      expect(readdirSync(dir)).toEqual([name]);
      expect(readdirSync(join(homeDir, 'data', 'temporal'))).toEqual(
        expect.arrayContaining(['temporal.db', 'temporal.db-wal']),
      );
      expect(readdirSync(join(homeDir, 'data', 'valkey'))).toContain('appendonlydir');
      expect(readdirSync(join(homeDir, 'data', 'seaweedfs', 'data'))).toContain('filerldb2');
      await down({ settings: settings() });
      await start();
      expect(await withRedis(settings(), (redis) => redis.get('kept'))).toBe(name);
    } finally {
      await down({ settings: settings() });
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
