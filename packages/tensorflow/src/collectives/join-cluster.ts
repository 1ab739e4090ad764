// Responsible for making TensorFlow's own distributed runtime of the processes of a gang, so that sums over ranks are
// nodes of the graph.
// Leaves to others: starting the processes, handing the addresses round, and ending a gang that has lost a rank.

import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TensorFlowError } from '../errors.js';
import { cApi, type Pointer } from '../native/c-api.js';
import { serverDefinition } from '../native/session-config.js';
import { Status } from '../native/status.js';
import type { GraphCollective } from './collective.js';
import { firstSum } from './first-sum.js';
import { type HeldPort, holdPort } from './held-port.js';

export interface ClusterOptions {
  /** `host:port` of each rank's server, in rank order; the same on every rank, and new ones for each attempt. */
  readonly addresses: readonly string[];
  /** This process's place among them. */
  readonly rank: number;
  /**
   * How long the gang may take to assemble, and a step afterwards, in case a rank neither answers nor dies, in seconds:
   * more than the longest step. Default 60.
   */
  readonly timeoutSeconds?: number;
  /** Threads of the server's sessions. Default: TensorFlow's own choice. */
  readonly threads?: number;
  /** `nccl` between GPUs. Default `ring`. */
  readonly communication?: 'ring' | 'nccl';
}

const jobName = 'ranks';
const retryMs = 20;

const taskName = (rank: number) => `/job:${jobName}/replica:0/task:${rank}`;

/** Where the one server of this process listens: TensorFlow can't stop it. */
let started: string | undefined;

/** By address, until the server listens there. */
const reserved = new Map<string, HeldPort>();

/**
 * An address for this rank to hand round before `joinCluster`: its port stays this process's until its server listens,
 * or it ends.
 * @throws TensorFlowError 'cluster-failed' where the system gives no port
 */
export async function reserveAddress(host = '127.0.0.1'): Promise<string> {
  const held = holdPort();
  const address = `${host.includes(':') ? `[${host}]` : host}:${held.port}`;
  reserved.set(address, held);
  return address;
}

/**
 * Starts this rank's server and resolves when all ranks have summed for the first time: a collective for `compileStep`.
 * Every rank then compiles the same steps and runs them in the same order.
 *
 * - One cluster a process: TensorFlow can't stop a server. After a failure the process ends and a new gang is started,
 *   at new addresses; an orderly exit can hang in native threads, so end it by a signal or `_exit`.
 * - The server listens on all interfaces, without encryption or authentication, and runs any graph that it is sent:
 *   a trusted network only, or a preloaded library that binds it to loopback.
 * - A peer's death fails a sum within a second; one that is stopped, after `timeoutSeconds`.
 *
 * @throws TensorFlowError 'cluster-failed' when the address is taken, or a rank does not come in time; 'already-loaded'
 *   for a second cluster
 */
export async function joinCluster(options: ClusterOptions): Promise<GraphCollective> {
  const { addresses, rank, timeoutSeconds = 60, threads, communication = 'ring' } = options;
  const own = addresses[rank];
  if (own === undefined) {
    throw new RangeError(`Rank ${rank} is none of the ${addresses.length} ranks`);
  }
  if (started !== undefined) {
    throw new TensorFlowError(
      'already-loaded',
      `This process serves a gang at ${started} already, and TensorFlow can't stop that: start a new process for another`,
    );
  }
  const leader = taskName(0);
  const gang = { leader, task: taskName(rank), communication };
  const session = { gang, ...(threads === undefined ? {} : { threads }) };
  const target = startServer(serverDefinition({ jobName, addresses, rank, session }), own);
  await Promise.all(addresses.map((address, peer) => awaitServer(address, peer, timeoutSeconds)));
  const worldSize = addresses.length;
  const collective: GraphCollective = { kind: 'graph', worldSize, target, timeoutSeconds, ...gang };
  await firstSum(collective);
  return collective;
}

function startServer(definition: Uint8Array, own: string): string {
  const api = cApi();
  const status = new Status(api);
  try {
    const server: Pointer = api.TF_NewServer(definition, definition.byteLength, status.pointer);
    status.check('cluster-failed', `TensorFlow's server at ${own} can't be made`);
    started = own;
    api.TF_ServerStart(server, status.pointer);
    status.check('cluster-failed', `TensorFlow's server at ${own} can't be started`);
    reserved.get(own)?.release();
    reserved.delete(own);
    return api.TF_ServerTarget(server) as string;
  } finally {
    status.dispose();
  }
}

/** A session would fail at once, or hang, on a server that is not there yet. */
async function awaitServer(address: string, rank: number, timeoutSeconds: number): Promise<void> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  const port = Number(address.slice(colon + 1));
  const deadline = performance.now() + timeoutSeconds * 1000;
  while (!(await listens(host, port, Math.max(1, deadline - performance.now())))) {
    if (performance.now() >= deadline) {
      throw new TensorFlowError(
        'cluster-failed',
        `Rank ${rank} at ${address} did not come within ${timeoutSeconds} s`,
      );
    }
    await sleep(retryMs);
  }
}

async function listens(host: string, port: number, timeoutMs: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: timeoutMs });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('timeout', () => resolve(false));
      socket.once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
