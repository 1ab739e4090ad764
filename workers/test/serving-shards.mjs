// A shards' process for shard-process.test.ts: does what the payload of each job says.
import { EspalierError } from '@espalier/domain';
import { serveShards } from '../dist/shards/serve-shards.js';

process.once('disconnect', () => process.exit(0));

serveShards({
  inputsOf: async ({ payload }) => (payload.does === 'die' ? process.exit(7) : payload.inputs),
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
      case 'wait-for-ever':
        reportRows(1);
        return await new Promise(() => setInterval(() => undefined, 1_000));
      case 'hang':
        reportRows(1);
        return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      case 'give-a-function':
        return () => undefined;
      case 'die':
        return process.kill(process.pid, 'SIGSEGV');
      default:
        throw new Error(payload.does);
    }
  },
});
