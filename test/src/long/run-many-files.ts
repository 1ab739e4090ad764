/**
 * Responsible for a run over a source of many small files, and what must be true of it however many there are.
 * Leaves to others: the stack, and the files (many-files-main.ts).
 */
import type { RunReport } from '@espalier/domain';
import { loadSettings } from '@espalier/settings';
import { openTemporal } from '@espalier/temporal';
import { Client } from '@temporalio/client';
import type { OwnStack } from '../e2e/own-stack.js';

export interface ManyFilesRun {
  readonly report: RunReport;
  readonly seconds: number;
  /** Of the run's own history in Temporal and those of its stages, as JSON. */
  readonly largestHistoryBytes: number;
  /** One sentence each. */
  readonly problems: readonly string[];
}

interface ManyFiles {
  readonly files: number;
  readonly rowsOfFile: number;
}

/** Twice what a run leaves behind, of few files as of many: references are as long whatever they refer to. */
const mostHistoryBytes = 128 * 1024;

/** Runs the pipeline to its end. @param spec its file, whose source is these files */
export async function runManyFiles(
  stack: OwnStack,
  spec: string,
  { files, rowsOfFile }: ManyFiles,
  ...options: readonly string[]
): Promise<ManyFilesRun> {
  const startedAtMs = Date.now();
  const report = await stack.json<RunReport>('run', spec, '--wait', ...options);
  const seconds = (Date.now() - startedAtMs) / 1000;
  const largestHistoryBytes = await largestHistory(stack, report);
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  const rows = Object.values(report.splits ?? {}).reduce((sum, split) => sum + split.rows, 0);
  expect(rows === files * rowsOfFile, `${rows} rows were extracted of ${files * rowsOfFile}`);
  // Below 32 objects each is a shard; of more, the number follows the bytes, with no more than 256 files in one.
  const most = Math.max(64, files / 100);
  const extract = report.stages.find(({ name }) => name === 'extract')?.shards ?? 0;
  expect(extract <= most, `${files} files are ${extract} shards`);
  expect(
    largestHistoryBytes < mostHistoryBytes,
    `a history of the run has ${largestHistoryBytes} bytes: something in it grows with the files`,
  );
  return { report, seconds, largestHistoryBytes, problems };
}

async function largestHistory(stack: OwnStack, { runId, stages }: RunReport): Promise<number> {
  const { address, namespace } = loadSettings({ ESPALIER_HOME: stack.homeDir }).temporal;
  const connection = await openTemporal({ address });
  try {
    const temporal = new Client({ connection, namespace });
    const ids = [runId, ...stages.map(({ id }) => `${runId}/${id}`)];
    const sizes: number[] = [];
    for (const id of ids) {
      const { events } = await temporal.workflow.getHandle(id).fetchHistory();
      sizes.push(JSON.stringify(events ?? []).length);
    }
    return Math.max(...sizes);
  } finally {
    await connection.close();
  }
}
