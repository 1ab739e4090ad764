/** What of a process's surroundings shapes the bytes that it makes; pure. */
import type { Digest } from './artifact.js';

/**
 * By names for people: versions of native libraries, the instruction set, variables by which a library takes another path. Two
 * processes of one environment make the same bytes of the same inputs.
 */
export type Environment = Readonly<Record<string, string | number | boolean | null>>;

/** Digest of an environment. */
export type Fingerprint = Digest;
