/** Responsible for sending Temporal's own log lines through the worker's log. */
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { withCalmFlushes } from './calm-flushes.js';
import type { Logger } from './logger.js';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Once in a process, before its first worker. */
export function installTemporalLogger(logger: Logger): void {
  const lineGiven = withCalmFlushes(() => install(logger));
  const given = Runtime.instance().logger;
  const log = given.log.bind(given);
  given.log = (...line) => {
    log(...line);
    lineGiven();
  };
}

function install(logger: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const { workflowId, error, line } = meta ?? {};
      const runId = typeof workflowId === 'string' ? { runId: workflowId.split('/')[0] } : {};
      // What a workflow of ours has to say comes as `line`; the rest of `meta` is Temporal's.
      const own = typeof line === 'object' ? line : {};
      logger[levels[level]]({ ...runId, ...own, ...(error === undefined ? {} : { err: error }) }, message);
    }),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} } },
    // What this machine and process use, once a minute: nobody reads it there, and our own announcements say who lives.
    workerHeartbeatInterval: 0,
    // The process ends its workers itself, in order.
    shutdownSignals: [],
  });
}
