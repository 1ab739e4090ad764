/**
 * Responsible for colours: on where a terminal shows them; pipes, files and NO_COLOR turn them off, in CI too.
 * Leaves to others: what is coloured.
 */
import picocolors from 'picocolors';

export const paint = picocolors.createColors(picocolors.isColorSupported && process.stdout.isTTY === true);
