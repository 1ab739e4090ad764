/** Responsible for asking the server over one connection, one request after the other, and how long each takes. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';

export interface TimedAnswer {
  readonly ms: number;
  // biome-ignore lint/suspicious/noExplicitAny: the benchmark looks at what its own server says
  readonly json: any;
}

export class TimedRequests {
  readonly #agent = new Agent({ keepAlive: true });

  /** @param address `host:port` */
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** From the request to the last byte of the answer. @throws Error unless the answer is 200 */
  async get(path: string): Promise<TimedAnswer> {
    const startedMs = performance.now();
    const call = request(`http://${this.address}${path}`, {
      agent: this.#agent,
      headers: { authorization: `Bearer ${this.token}` },
    });
    call.end();
    const [response] = await once(call, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const ms = performance.now() - startedMs;
    const text = Buffer.concat(chunks).toString();
    if (response.statusCode !== 200)
      throw new Error(`GET ${path} was answered with ${response.statusCode}: ${text}`);
    return { ms, json: JSON.parse(text) };
  }

  close(): void {
    this.#agent.destroy();
  }
}
