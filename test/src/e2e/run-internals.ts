/** Responsible for what a run is in Temporal and Redis, beneath the client: its input, slots, and all that names it. */
import type { EspalierClient } from '@espalier/client';
import { connectClient } from '@espalier/client';
import { connectRedis, listSlots } from '@espalier/fanout';
import { loadSettings } from '@espalier/settings';
import { openTemporal } from '@espalier/temporal';
import type { runGraph } from '@espalier/workflows';
import { Client } from '@temporalio/client';

export type RunInput = Parameters<typeof runGraph>[0];

export class RunInternals implements AsyncDisposable {
  private constructor(
    readonly client: EspalierClient,
    readonly temporal: Client,
    private readonly redis: ReturnType<typeof connectRedis>,
  ) {}

  static async of(homeDir: string): Promise<RunInternals> {
    const settings = loadSettings({ ESPALIER_HOME: homeDir });
    const { address, namespace } = settings.temporal;
    return new RunInternals(
      await connectClient(settings),
      new Client({ connection: await openTemporal({ address }), namespace }),
      connectRedis(settings.redis.url),
    );
  }

  /** What a run was started with, for starting more of its kind. */
  async inputOf(runId: string): Promise<RunInput> {
    const { events } = await this.temporal.workflow.getHandle(runId).fetchHistory();
    const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
    return JSON.parse(Buffer.from(payload?.data ?? []).toString()) as RunInput;
  }

  async slotStates(): Promise<string[]> {
    return (await listSlots(this.redis)).map(({ state }) => state);
  }

  /** Everything in Redis that names the run. */
  async mentions(runId: string): Promise<string[]> {
    const found: string[] = [];
    for (const key of await this.redis.keys('*')) {
      const text =
        (await this.redis.type(key)) === 'hash' ? JSON.stringify(await this.redis.hgetall(key)) : '';
      if (key.includes(runId) || text.includes(runId)) found.push(key);
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.redis.disconnect();
    await this.temporal.connection.close();
    await this.client.close();
  }
}
