import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeJsonFile } from './json-file.js';
import { recallStackMemory } from './stack-memory.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'espalier-memory-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('a database keeps the partitions that its task queues were begun with', async () => {
  const path = join(dir, 'stack.json');
  const recall = () => recallStackMemory(path, { insisted: {}, ownPorts: new Set() });
  const first = await recall();
  expect(first.taskQueuePartitions).toBe(1);
  expect((await recall()).taskQueuePartitions).toBe(1);
  const { taskQueuePartitions: _, ...earlier } = first;
  writeJsonFile(path, earlier);
  expect((await recall()).taskQueuePartitions).toBe(4);
  expect((await recall()).taskQueuePartitions).toBe(4);
});
