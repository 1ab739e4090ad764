/**
 * Responsible for what memory the server keeps of events that it has told: the program itself beside the stack's own, its heap collected before
 * it is measured, while viewers come, follow a run and leave.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inheritedEnvironment } from '@espalier/settings';

const serverProgram = fileURLToPath(new URL('../../../server/dist/server-main.js', import.meta.url));
const hook = new URL('./tell-memory.js', import.meta.url).href;
const viewers = 100;
const followedMs = 3_000;
/** Some thousand connections: until then what Node compiles and keeps of its own grows. */
const warmCycles = 25;
const startMs = 30_000;
const pollMs = 200;
const ok = 200;

export interface MemoryRound {
  /** That the server told its viewers. */
  readonly events: number;
  /** Least squares over the cycles: bytes of the collected heap and what it holds outside, for each event more. */
  readonly bytesOfEvent: number;
  readonly heapMib: number;
}

/**
 * @param environment of the stack
 * @param runId a run that goes on
 */
export async function measureServerMemory(
  {
    environment,
    homeDir,
    runId,
  }: { environment: Readonly<Record<string, string>>; homeDir: string; runId: string },
  { rounds, cycles }: { readonly rounds: number; readonly cycles: number },
): Promise<MemoryRound[]> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = fork(serverProgram, {
    execArgv: ['--expose-gc', '--import', hook],
    env: inheritedEnvironment({ ...environment, ESPALIER_SERVER_ADDRESS: address }),
    stdio: ['ignore', 'ignore', 2, 'ipc'],
  });
  try {
    const token = (await readFile(join(homeDir, 'admin-token'), 'utf8')).trim();
    const ask = askerOf(address, token);
    await untilUp(ask);
    for (let cycle = 0; cycle < warmCycles; cycle += 1) await followAndLeave(ask, runId);
    const measured: MemoryRound[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const points: [events: number, bytes: number][] = [[0, await heldBytes(child)]];
      let events = 0;
      for (let cycle = 0; cycle < cycles; cycle += 1) {
        events += await followAndLeave(ask, runId);
        points.push([events, await heldBytes(child)]);
      }
      measured.push({ events, bytesOfEvent: slopeOf(points), heapMib: (points.at(-1)?.[1] ?? 0) / 2 ** 20 });
    }
    return measured;
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
}

type Ask = (path: string) => ClientRequest;

function askerOf(address: string, token: string): Ask {
  return (path) => {
    const call = request(`http://${address}${path}`, { headers: { authorization: `Bearer ${token}` } });
    call.end();
    return call;
  };
}

async function untilUp(ask: Ask): Promise<void> {
  for (const deadlineMs = Date.now() + startMs; ; await sleep(pollMs)) {
    const isUp = await read(ask('/v1/health')).catch(() => null);
    if (isUp !== null) return;
    if (Date.now() > deadlineMs) throw new Error('the server did not come up');
  }
}

async function read(call: ClientRequest): Promise<string> {
  const [response] = await once(call, 'response');
  if (response.statusCode !== ok) throw new Error(`${call.path} was answered with ${response.statusCode}`);
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

/** Beside the viewers others list, look at the run and at its curves. @returns events that the viewers got */
async function followAndLeave(ask: Ask, runId: string): Promise<number> {
  let events = 0;
  const following = Array.from({ length: viewers }, async () => {
    const call = ask(`/v1/runs/${runId}/events`);
    const [response] = await once(call, 'response');
    if (response.statusCode !== ok) throw new Error(`following was answered with ${response.statusCode}`);
    response.setEncoding('utf8');
    response.on('data', (text: string) => (events += text.split('event: state').length - 1));
    response.on('error', () => undefined);
    return call;
  });
  const calls = await Promise.all(following);
  await Promise.all([
    sleep(followedMs),
    ...['', `/${runId}`, `/${runId}/curves?points=1000`].map((path) => read(ask(`/v1/runs${path}`))),
  ]);
  for (const call of calls) call.destroy();
  return events;
}

async function heldBytes(child: ChildProcess): Promise<number> {
  const told = once(child, 'message');
  child.send('memory');
  const [bytes] = await told;
  return bytes as number;
}

function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, [events, bytes]) => sum + (events - x) * (bytes - y), 0);
  return over / points.reduce((sum, [events]) => sum + (events - x) ** 2, 0);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
