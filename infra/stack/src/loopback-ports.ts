/**
 * Chooses and checks TCP ports on loopback.
 * Chosen ports lie below the range from which the kernel takes outgoing ones, so that a stopped stack finds its own again.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const lowestPort = 20_000;
const highestPort = 32_000;

/** Whether a server could listen on this port of 127.0.0.1 now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A free port that is none of `taken`. */
export async function chooseFreePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = randomInt(lowestPort, highestPort);
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
}
