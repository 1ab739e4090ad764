import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { RunSnapshot } from '@espalier/client';
import type { StageName, StageProgress } from '@espalier/domain';
import { describe, expect, it } from 'vitest';
import { openDisplay } from './progress-display.js';

/** A terminal of 40 columns that keeps what it is sent. */
class Terminal extends Writable {
  readonly isTTY = true;
  readonly columns = 40;
  readonly rows = 24;
  sent = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.sent += chunk.toString();
    done();
  }
}

function stage(name: StageName, status: StageProgress['status']): StageProgress {
  const rest = { attempt: 1, startedAtMs: null, endedAtMs: null, cache: null, shards: 0, workflowId: null };
  return { name, status, ...rest };
}

function training(ranks: number): RunSnapshot {
  const stages = [stage('encode', 'succeeded'), stage('train', 'running'), stage('publish', 'waiting')];
  const base = {
    kind: 'rank',
    worldSize: 2,
    doneSteps: 0,
    totalSteps: 0,
    rowsPerSecond: 0,
    losses: {},
  } as const;
  return {
    progress: {
      runId: 'feed-of-a-name-too-wide-for-one-line-1',
      pipeline: 'feed',
      status: 'running',
      stages,
      error: null,
    },
    activities: Array.from({ length: ranks }, (_, rank) => ({
      stage: 'train' as const,
      progress: { ...base, rank, phase: 'loading' },
    })),
  };
}

describe('the live view', () => {
  it('draws what stands below again where lines come and go', async () => {
    const terminal = new Terminal();
    const display = await openDisplay(terminal as unknown as NodeJS.WriteStream);
    display.show(training(0));
    for (const ranks of [2, 1, 2]) {
      terminal.sent = '';
      display.show(training(ranks));
      const lines = stripVTControlCharacters(terminal.sent).split('\n');
      expect(lines).toContain(' · publish');
      expect(lines.filter((line) => line.includes('loading'))).toHaveLength(ranks);
    }
    display.close();
  });
});
