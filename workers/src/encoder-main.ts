import { runGangHost } from './gang/gang-host.js';

await runGangHost('encoder');
