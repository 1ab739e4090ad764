/** Commands that wait, and are told to leave: what they started is cancelled, or goes on and they say how to come back. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServers, type TestServers } from '@espalier/stack';
import { createStore, ensureStoreId } from '@espalier/store';
import { openTemporal } from '@espalier/temporal';
import { orchestratorIdentity, orchestratorTaskQueue } from '@espalier/workflows';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { espalier, type RunningCommand, startEspalier } from './espalier-command.js';
import { censusSpec } from './own-stack.js';

const nextPressMs = 400;
const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** Waits until the process has a handler for SIGHUP, which Node itself has none for. */
async function catchesHangUps({ child, ended }: RunningCommand): Promise<void> {
  for (;;) {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    if (Number.parseInt(/^SigCgt:\s*(\w+)/m.exec(status)?.[1]?.slice(-1) ?? '0', 16) & 1) return;
    if (child.exitCode !== null) throw new Error((await ended).stderr);
    await sleep(20);
  }
}

describe('a command that waits for a run which no worker takes up', () => {
  let servers: TestServers;
  let temporal: Client;
  let env: Record<string, string>;

  beforeAll(async () => {
    servers = await startTestServers({ parts: ['temporal', 'bucket'] });
    const { address } = servers.settings.temporal;
    temporal = new Client({ connection: await openTemporal({ address }) });
    const { s3, homeDir } = servers.settings;
    await beSeenAsOrchestrator();
    env = {
      ESPALIER_HOME: homeDir,
      ESPALIER_TEMPORAL_ADDRESS: address,
      ESPALIER_S3_ENDPOINT: s3.endpoint ?? '',
      ESPALIER_S3_BUCKET: s3.bucket,
      AWS_ACCESS_KEY_ID: s3.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey ?? '',
    };
  });

  /** Runs are accepted where an orchestrator of their store has asked for work; this one asks once and does none. */
  async function beSeenAsOrchestrator(): Promise<void> {
    const store = createStore(servers.settings.s3);
    const told = { id: await ensureStoreId(store), bucket: store.bucket };
    store.close();
    // Without interceptors, which would ask again when the wait is over.
    const { address, namespace } = servers.settings.temporal;
    const connection = await Connection.connect({ address, interceptors: [] });
    const asked = connection.withAbortSignal(AbortSignal.timeout(1_500), () =>
      connection.withDeadline(Date.now() + 60_000, () =>
        connection.workflowService.pollWorkflowTaskQueue({
          namespace,
          taskQueue: { name: orchestratorTaskQueue },
          identity: orchestratorIdentity('1@test', told),
        }),
      ),
    );
    await expect(asked).rejects.toThrow();
    await connection.close();
  }

  afterAll(async () => {
    await temporal.connection.close();
    await servers[Symbol.asyncDispose]();
  });

  async function newRun(): Promise<string> {
    const { stdout } = await espalier(['run', censusSpec, '--json'], env);
    return (JSON.parse(stdout) as { runId: string }).runId;
  }

  /** The first run that is not among the known ones. */
  async function runStartedBy(command: RunningCommand, known: ReadonlySet<string>): Promise<string> {
    for (;;) {
      for await (const { workflowId } of temporal.workflow.list())
        if (!known.has(workflowId)) return workflowId;
      if (command.child.exitCode !== null) throw new Error((await command.ended).stderr);
      await sleep(100);
    }
  }

  async function knownRuns(): Promise<Set<string>> {
    const known = new Set<string>();
    for await (const { workflowId } of temporal.workflow.list()) known.add(workflowId);
    return known;
  }

  async function isAskedToCancel(runId: string): Promise<boolean> {
    const { events } = await temporal.workflow.getHandle(runId).fetchHistory();
    return (events ?? []).some(
      ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName === 'cancel',
    );
  }

  test.each(signals)('run --wait: %s', async (signal, exitCode) => {
    const known = await knownRuns();
    const command = startEspalier(['run', censusSpec, '--wait'], env);
    const runId = await runStartedBy(command, known);
    // The guard is heard of before the run's ID is.
    await sleep(1_000);
    command.child.kill(signal);
    if (signal !== 'SIGHUP') {
      while (!(await isAskedToCancel(runId))) await sleep(50);
      await sleep(nextPressMs);
      expect(command.child.exitCode).toBeNull();
      command.child.kill(signal);
    }
    const ended = await command.ended;
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stdout).toContain(runId);
    expect(await isAskedToCancel(runId)).toBe(signal !== 'SIGHUP');
    if (signal === 'SIGHUP') expect(ended.stdout).toContain(`espalier show ${runId} --wait`);
  });

  test.each(signals)('show --wait: %s leaves the run alone', async (signal, exitCode) => {
    const runId = await newRun();
    const command = startEspalier(['show', runId, '--wait'], env);
    await catchesHangUps(command);
    command.child.kill(signal);
    const ended = await command.ended;
    expect(ended.stdout).toContain(`The run ${runId} goes on`);
    expect(ended.exitCode).toBe(exitCode);
    expect(await isAskedToCancel(runId)).toBe(false);
  });

  test.each(signals)('cancel --wait: %s', async (signal, exitCode) => {
    const runId = await newRun();
    const command = startEspalier(['cancel', runId, '--wait'], env);
    while (!(await isAskedToCancel(runId))) await sleep(50);
    await catchesHangUps(command);
    command.child.kill(signal);
    const ended = await command.ended;
    expect(ended.stderr).toContain('ends by itself');
    expect(ended.exitCode).toBe(exitCode);
  });

  test('run: nobody reads the ID, so what goes on is said elsewhere', async () => {
    const known = await knownRuns();
    const command = startEspalier(['run', censusSpec], env);
    command.child.stdout?.destroy();
    const { exitCode, stderr } = await command.ended;
    expect(stderr).toMatch(/Nobody reads the output any more\.\nThe run \S+ goes on\./);
    expect(stderr).toContain(await runStartedBy(command, known));
    expect(exitCode).toBe(141);
  });

  test('run --wait: once nobody reads any more, it leaves with a word about the run, not with 0', async () => {
    const known = await knownRuns();
    const command = startEspalier(['run', censusSpec, '--wait'], env);
    command.child.stdout?.destroy();
    const runId = await runStartedBy(command, known);
    await sleep(1_000);
    command.child.kill('SIGINT');
    const { exitCode, stderr } = await command.ended;
    expect(stderr).toContain('Nobody reads the output any more.');
    expect(stderr).toContain(`the run ${runId} is being cancelled and ends by itself`);
    expect(exitCode).toBe(141);
  });

  test.each(signals)('logs --follow: %s is its end', async (signal, exitCode) => {
    const command = startEspalier(['logs', 'none', '--follow'], env);
    await catchesHangUps(command);
    command.child.kill(signal);
    expect((await command.ended).exitCode).toBe(exitCode);
  });
});
