/** Other users of the machine reach the stack's ports, so each server asks for what only its owner can read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect as connectPlainly } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { loadSettings, type Settings } from '@espalier/settings';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { down } from './down.js';
import { markedProcesses } from './process-identity.js';
import { readStackMemory } from './stack-memory.js';
import { type StackPorts, stackPortsSchema } from './stack-ports.js';
import { up } from './up.js';

let dir: string;
let homeDir: string;
let settings: Settings;
let ports: StackPorts;
let secrets: readonly string[];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-closed-'));
  homeDir = join(dir, '.espalier');
  await up({ settings: loadSettings({ ESPALIER_HOME: homeDir }), processes: () => [] });
  settings = loadSettings({ ESPALIER_HOME: homeDir });
  const memory = readStackMemory(join(homeDir, 'stack.json'));
  if (memory === null) throw new Error('The stack remembers nothing.');
  ports = stackPortsSchema.parse(memory.ports);
  secrets = [memory.s3Key.secretAccessKey, memory.redisPassword ?? ''];
});

afterAll(async () => {
  await down({ settings });
  rmSync(dir, { recursive: true, force: true });
});

async function statusOf(port: number, path: string, init: RequestInit = {}): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}${path}`, init)).status;
}

test('Redis does nothing without its password, and what it is asked with the password', async () => {
  const ask = (command: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connectPlainly(ports.redis, '127.0.0.1', () => socket.write(`${command}\r\n`));
      socket.once('data', (data) => {
        resolve(String(data));
        socket.destroy();
      });
      socket.once('error', reject);
    });
  for (const command of ['PING', 'KEYS *', 'CONFIG GET requirepass', 'FLUSHALL']) {
    expect(await ask(command)).toMatch(/^-NOAUTH/);
  }
  const owner = new Redis(settings.redis.url);
  expect(await owner.ping()).toBe('PONG');
  owner.disconnect();
});

describe('S3 and what lies behind it', () => {
  const body = 'stray';
  test.each<[string, keyof StackPorts, string, RequestInit]>([
    ['S3: a list', 's3', '/espalier?list-type=2', {}],
    ['S3: an object', 's3', '/espalier/stray', { method: 'PUT', body }],
    ['the filer: a list', 'weedFiler', '/buckets/', {}],
    ['the filer: a file', 'weedFiler', '/stray', { method: 'PUT', body }],
    ['the filer: a removal', 'weedFiler', '/buckets/espalier?recursive=true', { method: 'DELETE' }],
    ['the master: a place to write to', 'weedMaster', '/dir/assign', {}],
    ['the master: a file', 'weedMaster', '/submit', { method: 'POST', body }],
    ['the master: a removal', 'weedMaster', '/col/delete?collection=espalier', {}],
    ['a volume: a file', 'weedVolume', '/1,0123456789', {}],
    ['a volume: a write', 'weedVolume', '/1,0123456789', { method: 'POST', body }],
    ['a volume: a removal', 'weedVolume', '/1,0123456789', { method: 'DELETE' }],
    ['a volume: its pages', 'weedVolume', '/ui/index.html', {}],
  ])('refuse %s by HTTP', async (_, part, path, init) => {
    expect(await statusOf(ports[part], path, init)).toBeGreaterThanOrEqual(400);
  });

  test.each(['weedMasterGrpc', 'weedVolumeGrpc', 'weedFilerGrpc', 's3Grpc'] as const)(
    '%s takes no call without the certificate',
    async (part) => {
      const end = await new Promise<string>((resolve) => {
        const socket = connect(
          { host: '127.0.0.1', port: ports[part], rejectUnauthorized: false, ALPNProtocols: ['h2'] },
          () => socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
        );
        socket.on('data', () => resolve('answered'));
        socket.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
      });
      expect(end).toMatch(/CERTIFICATE_REQUIRED|ECONNRESET/);
    },
  );
});

test('secrets stand in files of the owner alone: on no command line, in no environment, in no log', () => {
  const present = (path: string): Buffer => {
    // Temporal's database makes and removes a journal all the time.
    try {
      return readFileSync(path);
    } catch {
      return Buffer.alloc(0);
    }
  };
  const holders = readdirSync(homeDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => secrets.some((secret) => present(path).includes(secret)));
  expect(holders.length).toBeGreaterThan(0);
  for (const path of holders) expect(statSync(path).mode & 0o077, path).toBe(0);
  expect(holders.filter((path) => path.includes('/logs/'))).toEqual([]);
  const processes = markedProcesses(homeDir);
  expect(processes.length).toBeGreaterThanOrEqual(3);
  for (const { pid } of processes) {
    for (const file of ['cmdline', 'environ', 'comm']) {
      const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  }
});
