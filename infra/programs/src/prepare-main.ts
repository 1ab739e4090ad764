/**
 * `node prepare-main.js [--computing] ENTRY…`: bundles the programs of this checkout that are not as they were; those named are bundled together, and some of them
 * compute (computing-heap.ts).
 */
import { parseArgs } from 'node:util';
import { preparePrograms } from './prepare-programs.js';

const options = { computing: { type: 'boolean', default: false } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
await preparePrograms(positionals, { computing: values.computing });
