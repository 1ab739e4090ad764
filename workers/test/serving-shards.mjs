// A shards' process for shard-process.test.ts: does what the payload of each job says.
import { EspalierError } from '@espalier/domain';
import { serveShards } from '../dist/shards/serve-shards.js';

process.once('disconnect', () => process.exit(0));

serveShards({
  inputsOf: async ({ payload }) => payload.inputs,
  handle: async ({ payload }, { signal, reportRows, tellPart }) => {
    switch (payload.does) {
      case 'tell-process':
        return process.pid;
      case 'report-rows':
        reportRows(3);
        reportRows(4);
        return 'reported';
      case 'tell-parts':
        await tellPart('a.parquet');
        await tellPart(null);
        return 'told';
      case 'fail':
        throw new EspalierError('features.disk-full', 'Scratch space is full.', { details: { shard: 3 } });
      case 'wait':
        reportRows(1);
        return await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      case 'die':
        return process.kill(process.pid, 'SIGSEGV');
      default:
        throw new Error(payload.does);
    }
  },
});
