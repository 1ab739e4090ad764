/** Responsible for committing what a gang made, once all its ranks ended with the same model. */
import { EspalierError, type ManifestRef } from '@espalier/domain';
import { instanceOf, type RankResult, type StageContext } from '@espalier/workflows';
import type { StageResult } from '../stages/stage-computing.js';
import type { StageServices } from '../stages/stage-services.js';
import { commitResult } from './commit-result.js';
import { refuseMixture } from './same-environment.js';

export async function commitRanks(
  services: StageServices,
  context: StageContext,
  ranks: readonly RankResult[],
): Promise<ManifestRef> {
  refuseMixture(
    context,
    ranks.map(({ rank, fingerprint }) => ({ what: `rank ${rank}`, fingerprint })),
  );
  const [first] = ranks;
  const other = ranks.find(({ modelDigest }) => modelDigest !== first?.modelDigest);
  if (other !== undefined) {
    throw new EspalierError(
      'workflow.rank-divergence',
      `Rank ${other.rank} of stage ${instanceOf(context)} ended with ${other.modelDigest}, rank 0 with ${first?.modelDigest}.`,
      { details: { runId: context.runId, stage: instanceOf(context), rank: other.rank } },
    );
  }
  const output = ranks.find(({ rank }) => rank === 0)?.output;
  if (output == null) throw new RangeError('rank 0 left no output');
  return commitResult(services, context, (await services.store.getVerifiedJson(output)) as StageResult);
}
