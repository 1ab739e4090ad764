/** `node prepare-main.js ENTRY…`: bundles the programs of this checkout that are not as they were; those named are bundled together. */
import { preparePrograms } from './prepare-programs.js';

await preparePrograms(process.argv.slice(2));
