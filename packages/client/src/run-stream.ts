/** Responsible for the runs of one query of Temporal's from a place on, in its order, and for the place after some of them. */
import { badCursor } from '@espalier/store';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { endedByMs, type RunPlace } from './run-place.js';

type Listed = Awaited<ReturnType<Client['workflowService']['listWorkflowExecutions']>>;
export type Execution = Listed['executions'][number];

const invalidArgument = 3;

/** Of one page. */
export class RunStream {
  private constructor(
    private readonly temporal: Client,
    private readonly query: string,
    private readonly from: RunPlace,
    private readonly page: Listed,
  ) {}

  /** @throws EspalierError `request.invalid` for a place that Temporal has not given */
  static async read(temporal: Client, query: string, from: RunPlace, pageSize: number): Promise<RunStream> {
    const page = await temporal.workflowService
      .listWorkflowExecutions({
        namespace: temporal.options.namespace,
        pageSize,
        query: queryFrom(query, from.endedByMs),
        nextPageToken: from.token,
      })
      .catch((error: unknown) => {
        if (from.token.length === 0 || !isGrpcServiceError(error) || error.code !== invalidArgument)
          throw error;
        throw badCursor();
      });
    return new RunStream(temporal, query, from, page);
  }

  get executions(): readonly Execution[] {
    return this.page.executions;
  }

  /**
   * Where some are told the page's token leads past the others: so many alone are asked for again.
   * @param count of the executions that are told @returns null where nothing follows
   */
  async placeAfter(count: number): Promise<RunPlace | null> {
    const { executions, nextPageToken: token } = this.page;
    if (count < executions.length) {
      if (count === 0) return this.from;
      const told = await RunStream.read(this.temporal, this.query, this.from, count);
      return told.placeAfter(told.executions.length);
    }
    if (token == null || token.length === 0) return null;
    return { token, endedByMs: endedByMs(executions.at(-1)?.closeTime) };
  }
}

/** Takes nothing from what follows the place: it only tells the store where to look. */
function queryFrom(query: string, endedMs: number | null): string {
  return endedMs === null ? query : `${query} AND CloseTime <= '${new Date(endedMs).toISOString()}'`;
}
