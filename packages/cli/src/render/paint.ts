/**
 * Responsible for colours: on where the terminal shows them (NO_COLOR and pipes turn them off).
 * Leaves to others: what is coloured.
 */
import picocolors from 'picocolors';

export const paint = picocolors;
