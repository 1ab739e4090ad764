/**
 * What a stack keeps from its first `up` on: its ports and the secrets of its servers.
 * A remembered port that somebody else took meanwhile is replaced, unless the caller insists on it.
 */
import { EspalierError } from '@espalier/domain';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.js';
import { isPortFree } from './loopback-ports.js';
import { generateServerSecrets, type ServerSecrets } from './server-secrets.js';
import {
  chooseStackPorts,
  type StackPortName,
  type StackPorts,
  stackPortNames,
  stackPortsSchema,
} from './stack-ports.js';
import { partitionsBefore, partitionsNow } from './temporal-config.js';

const stackMemorySchema = z.object({
  /** Stacks of an earlier version have no server. */
  ports: stackPortsSchema.partial({ server: true }),
  s3Key: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  /** Stacks of an earlier version have none yet. */
  redisPassword: z.string().optional(),
  /** Stacks of an earlier version have Temporal's default. */
  taskQueuePartitions: z.number().optional(),
});
export type StackMemory = ServerSecrets & {
  readonly ports: StackPorts;
  /** Of Temporal's task queues: fewer than the database was begun with would leave tasks unread. */
  readonly taskQueuePartitions: number;
};

export type InsistedPorts = Partial<Pick<StackPorts, 'temporal' | 'temporalUi' | 'redis' | 's3' | 'server'>>;

export interface RecallOptions {
  /** Ports that must be these. */
  readonly insisted: InsistedPorts;
  /** Ports on which this stack's own servers listen now, so that they are not free and yet fine. */
  readonly ownPorts: ReadonlySet<number>;
}

/** @throws EspalierError `stack.port-in-use` for an insisted port that is taken, or named twice. */
export async function recallStackMemory(
  path: string,
  { insisted, ownPorts }: RecallOptions,
): Promise<StackMemory> {
  const remembered = readJsonFile(path, stackMemorySchema);
  const kept: Partial<StackPorts> = {};
  const insistedPorts = new Set<number>();
  for (const name of stackPortNames) {
    const wanted: number | undefined = insisted[name as keyof InsistedPorts];
    if (wanted === undefined) continue;
    if (insistedPorts.has(wanted) || !(ownPorts.has(wanted) || (await isPortFree(wanted)))) {
      throw portInUse(name, wanted);
    }
    insistedPorts.add(wanted);
    kept[name] = wanted;
  }
  for (const name of stackPortNames) {
    const port = remembered?.ports[name];
    if (kept[name] !== undefined || port === undefined || insistedPorts.has(port)) continue;
    if (ownPorts.has(port) || (await isPortFree(port))) kept[name] = port;
  }
  const fresh = generateServerSecrets();
  const memory = {
    ports: await chooseStackPorts(kept),
    s3Key: remembered?.s3Key ?? fresh.s3Key,
    redisPassword: remembered?.redisPassword ?? fresh.redisPassword,
    taskQueuePartitions:
      remembered === null ? partitionsNow : (remembered.taskQueuePartitions ?? partitionsBefore),
  };
  writeJsonFile(path, memory);
  return memory;
}

export function readStackMemory(path: string): z.infer<typeof stackMemorySchema> | null {
  return readJsonFile(path, stackMemorySchema);
}

function portInUse(name: StackPortName, port: number): EspalierError {
  return new EspalierError(
    'stack.port-in-use',
    `Port ${port}, asked for as the ${name} port, is already in use.`,
    {
      details: { name, port },
    },
  );
}
