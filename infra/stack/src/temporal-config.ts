/**
 * Responsible for what the local Temporal is told beyond its defaults, which are those of a cluster with thousands of workers.
 * Leaves to others: ports, database and namespace (server-specs.ts).
 */

/** Partitions of a task queue in databases of earlier versions: Temporal's default. What lies in one is read only where it still counts. */
export const partitionsBefore = 4;
/** A partition is a set of loops that wake whether or not anything comes, and one holds more than SQLite can write. */
export const partitionsNow = 1;

/** Its own workflows' workers: hardly ever anything to do, and two pollers of workflow tasks are the fewest. */
const fewPollers = { MaxConcurrentActivityTaskPollers: 1, MaxConcurrentWorkflowTaskPollers: 2 };

function dynamicConfig(partitions: number): Readonly<Record<string, unknown>> {
  return {
    // Of ten changes of one model at once, which is all that it takes by default, an eleventh makes it forget the task that it has given out.
    'history.maxInFlightUpdates': 1000,
    'matching.numTaskqueueReadPartitions': partitions,
    'matching.numTaskqueueWritePartitions': partitions,
    // What partitions tell each other, and whether there should be more of them. Never '0s', which is asked each minute whether it still is.
    'matching.ephemeralDataUpdateInterval': '24h',
    'matching.partitionScaleManager': { BackgroundInterval: '1h' },
    // Figures of versioned workers, of which there are none.
    'matching.backlogMetricsEmitInterval': '24h',
    // Each of four services reads them all as often. What a workflow keeps of its history is looked up there when it closes, and a new
    // stack sets that just after its start (history-retention.ts).
    'system.namespaceCacheRefreshInterval': '5s',
    // No other cluster is known.
    'system.clusterMetadataRefreshInterval': '10m',
    // How far a task queue has been read, as often as for Temporal's own: after a crash what is read again is known to be done.
    'matching.updateAckInterval': '5m',
    // What a closed workflow's children are told is told by the server itself, also where they are many.
    'system.enableParentClosePolicyWorker': false,
    // No Nexus endpoints are used.
    'matching.nexusEndpointsRefreshInterval': '5m',
    'worker.ScannerMaxConcurrentActivityTaskPollers': fewPollers.MaxConcurrentActivityTaskPollers,
    'worker.ScannerMaxConcurrentWorkflowTaskPollers': fewPollers.MaxConcurrentWorkflowTaskPollers,
    'worker.perNamespaceWorkerOptions': fewPollers,
  };
}

/** Arguments of `temporal server start-dev`. @param partitions of each task queue */
export function dynamicConfigFlags(partitions: number): readonly string[] {
  return Object.entries(dynamicConfig(partitions)).flatMap(([key, value]) => [
    '--dynamic-config-value',
    `${key}=${JSON.stringify(value)}`,
  ]);
}
