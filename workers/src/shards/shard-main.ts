/** The process in which a feature worker's shards are computed: `node shard-main.js PARENT SCRATCH`, where the folder is its worker's. */
import './heed-no-interrupt.js';
import { growHeapToCompute } from '@espalier/programs';
import { loadSettings } from '@espalier/settings';
import { createStore } from '@espalier/store';
import { createLogger } from '../process/logger.js';
import { dieWithParent } from '../process/parent-death.js';
import { handleShard, inputsOfJob } from './handle-shard.js';
import { serveShards } from './serve-shards.js';
import { ShardServices } from './shard-services.js';

process.title = 'espalier-shards';
dieWithParent(Number(process.argv[2]));
growHeapToCompute();

const settings = loadSettings();
const logger = createLogger(settings, 'feature');
const services = new ShardServices(settings, createStore(settings.s3), process.argv[3] ?? '');
serveShards({
  handle: (job, context) => handleShard(services, logger, job, context),
  inputsOf: inputsOfJob,
});
