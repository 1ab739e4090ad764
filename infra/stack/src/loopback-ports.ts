/**
 * Chooses and checks TCP ports on loopback.
 * Chosen ports lie below the range from which the kernel takes outgoing ones, so that a stopped stack finds its own again.
 */
import { randomInt } from 'node:crypto';
import { createServer, type ListenOptions } from 'node:net';

const lowestPort = 20_000;
const highestPort = 32_000;

function canListen(options: ListenOptions, keep: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ exclusive: true, ...options }, () => {
      server.unref();
      if (keep) resolve(true);
      else server.close(() => resolve(true));
    });
  });
}

/** Whether a server could listen on this port of 127.0.0.1 now. */
export function isPortFree(port: number): Promise<boolean> {
  return canListen({ port, host: '127.0.0.1' }, false);
}

/**
 * A free port that is none of `taken`. Between the choice and the server's start nothing listens on it, so it is also
 * reserved, by an abstract socket that this process holds, against others who choose here at the same moment.
 */
export async function chooseFreePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = randomInt(lowestPort, highestPort);
    if (taken.has(port) || !(await canListen({ path: `\0espalier-port-${port}` }, true))) continue;
    if (await isPortFree(port)) return port;
  }
}
