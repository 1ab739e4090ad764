/**
 * Responsible for events of a run five times a second: a relay before the real server, which tells a run once a second, passes all on as it is,
 * and repeats what it last heard of runs that are followed, with more shards done each time.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const everyMs = 200;
const doneOfEvent = 3;
const head = 'event: state\ndata: ';

export interface EventRelay extends AsyncDisposable {
  /** `host:port` */
  readonly address: string;
}

interface Told {
  readonly activities: { readonly progress: { doneShards?: number; readonly totalShards?: number } }[];
}

/** @param target `host:port` of the server */
export async function startEventRelay(target: string): Promise<EventRelay> {
  const server = createServer((asked, answer) => pass(target, asked, answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(target: string, asked: IncomingMessage, answer: ServerResponse): void {
  const [host, port] = target.split(':');
  const { method = 'GET', url: path = '/', headers } = asked;
  // Host and origin are the relay's, as the browser has them.
  const call = request({ ...{ host, port, method, path, headers } }, (response) => {
    answer.writeHead(response.statusCode ?? 0, response.headers);
    if (/\/events$/.test(path) && response.statusCode === 200) repeat(response, answer);
    else response.pipe(answer);
  });
  call.on('error', () => answer.destroy());
  answer.on('close', () => call.destroy());
  asked.pipe(call);
}

function repeat(heard: IncomingMessage, answer: ServerResponse): void {
  let latest: Told | null = null;
  let left = '';
  let told = 0;
  heard.setEncoding('utf8');
  heard.on('data', (text: string) => {
    const blocks = (left + text).split('\n\n');
    left = blocks.pop() ?? '';
    for (const block of blocks) {
      const at = block.indexOf(head);
      if (at >= 0) latest = JSON.parse(block.slice(at + head.length)) as Told;
    }
  });
  const timer = setInterval(() => {
    if (latest === null) return;
    for (const { progress } of latest.activities) {
      const { doneShards = 0, totalShards = 1 } = progress;
      progress.doneShards = (doneShards + doneOfEvent) % totalShards;
    }
    told += 1;
    answer.write(`id: relayed-${told}\n${head}${JSON.stringify(latest)}\n\n`);
  }, everyMs);
  const end = () => {
    clearInterval(timer);
    answer.end();
  };
  heard.on('end', end);
  heard.on('error', end);
  answer.on('close', () => clearInterval(timer));
}
