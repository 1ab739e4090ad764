import { runGangHost } from './gang/gang-host.js';

void runGangHost('encoder');
