import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSettings } from '@espalier/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify } from './process-identity.js';
import type { ProcessSpec } from './process-spec.js';
import { type StackLayout, stackLayout } from './stack-layout.js';
import { type StatusRow, status } from './status.js';
import { Supervisor } from './supervisor.js';

/** Says that it is ready, and gives up on SIGUSR2. */
const program =
  "process.on('SIGUSR2', () => process.exit(7)); require('node:fs').writeFileSync(process.env.ESPALIER_HOME + " +
  "'/run/' + process.env.ESPALIER_PROCESS + '.ready', String(process.pid)); setInterval(() => {}, 1000)";

let homeDir: string;
let layout: StackLayout;
const supervisors: { supervisor: Supervisor; ended: Promise<void> }[] = [];

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), 'espalier-ends-'));
  layout = stackLayout(homeDir);
});
afterEach(async () => {
  for (const { supervisor, ended } of supervisors.splice(0)) {
    supervisor.stop();
    await ended;
  }
  rmSync(homeDir, { recursive: true });
});

const worker = (): ProcessSpec => ({
  name: 'trainer-1',
  command: process.execPath,
  args: ['-e', program],
  workingDir: homeDir,
  env: {},
  ready: { kind: 'ready-file', path: layout.readyPath('trainer-1') },
  address: null,
  ports: [],
  order: 1,
  stopGraceMs: 2_000,
});

function supervise(): void {
  const identity = identify(process.pid);
  if (identity === null) throw new Error('this process runs');
  const settings = loadSettings({ ESPALIER_HOME: homeDir });
  const supervisor = new Supervisor(identity, layout, { processes: [worker()] }, settings);
  supervisors.push({ supervisor, ended: supervisor.run() });
}

async function running(afterPid = 0): Promise<StatusRow & { readonly pid: number }> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
    const [row] = (await status({ settings: loadSettings({ ESPALIER_HOME: homeDir }) })).rows;
    if (row?.state === 'running' && row.pid !== null && row.pid !== afterPid) return { ...row, pid: row.pid };
  }
  throw new Error('waited in vain for the worker');
}

const endsInLog = () =>
  readFileSync(layout.logPath('trainer-1'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('process ended'))
    .map((line) => JSON.parse(line));

test.each([
  {
    how: 'by SIGKILL from outside: the kernel counted no kill for want of memory',
    strike: 'SIGKILL' as const,
    end: { exitCode: null, signal: 'SIGKILL', outOfMemory: false },
  },
  {
    how: 'by SIGSEGV',
    strike: 'SIGSEGV' as const,
    end: { exitCode: null, signal: 'SIGSEGV', outOfMemory: false },
  },
  {
    how: 'with exit code 7',
    strike: 'SIGUSR2' as const,
    end: { exitCode: 7, signal: null, outOfMemory: false },
  },
])(
  'a process that ended $how leaves a line with what it was at, and its status tells it',
  async ({ how, strike, end }) => {
    supervise();
    const { pid } = await running();
    const ranks = [0, 1].map((rank) => ({
      runId: 'run-1',
      stage: 'train',
      rank,
      attempt: 4,
      rankPid: 70 + rank,
    }));
    writeFileSync(layout.workPath('trainer-1'), JSON.stringify(ranks));
    process.kill(pid, strike);
    const again = await running(pid);
    expect(again.restarts).toBe(1);
    expect(again.lastEnd).toMatchObject({ pid, ...end });
    const line = { level: 50, process: 'trainer-1', pid, how, ...end, msg: 'process ended' };
    expect(endsInLog()).toEqual(ranks.map((rank) => expect.objectContaining({ ...line, ...rank })));
    // What it was at is not what the next one is at.
    process.kill(again.pid, strike);
    await running(again.pid);
    expect(endsInLog().at(-1)).not.toHaveProperty('runId');
  },
);

test('a process that ended while nothing watched it leaves a line too', async () => {
  supervise();
  const { pid } = await running();
  const state = readFileSync(layout.statePath, 'utf8');
  for (const { supervisor, ended } of supervisors.splice(0)) {
    supervisor.stop();
    await ended;
  }
  writeFileSync(layout.statePath, state);
  supervise();
  await running(pid);
  expect(endsInLog()).toEqual([
    expect.objectContaining({ pid, exitCode: null, signal: null, how: 'in a way that nobody saw' }),
  ]);
});
