/** Responsible for how long a rank waits for another that neither answers nor dies. */
import type { PipelineSpec } from '@espalier/spec';

/** A hung rank's own host ends it before its peers give it up; one that is only slower than they are gets this long. */
const timesOwnSilence = 3;

/** Seconds, of a collective. */
export function peerPatienceSeconds({
  rankSilenceTimeout,
}: Pick<PipelineSpec['training'], 'rankSilenceTimeout'>): number {
  return timesOwnSilence * rankSilenceTimeout;
}
