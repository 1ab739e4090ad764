/** Fingerprints of made-up environments. */
import type { Fingerprint } from '@espalier/domain';

export const fingerprint: Fingerprint = `sha256:${'1'.repeat(64)}`;
export const otherFingerprint: Fingerprint = `sha256:${'2'.repeat(64)}`;
