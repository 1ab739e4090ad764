/** Goes on from CommonJS, which every Node reads, to a module, which old ones don't. */
'use strict';

import('./espalier.mjs');
