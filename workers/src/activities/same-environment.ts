/** Responsible for refusing a mixture: what shards or ranks of different environments made is no one's result. */
import { EspalierError, type Fingerprint } from '@espalier/domain';
import { instanceOf, type StageContext } from '@espalier/workflows';

export interface Made {
  /** Shard 3, rank 1. */
  readonly what: string;
  readonly fingerprint: Fingerprint | undefined;
}

/** Digits that tell a fingerprint from others in a sentence. */
const digits = 'sha256:'.length + 12;

const tells = ({ fingerprint }: Made): boolean => fingerprint !== undefined;

/**
 * @param made all shards or ranks of one stage. Of a stage that was begun by an earlier version nothing is known but that those
 * must agree that tell their environment.
 * @throws EspalierError `workflow.mixed-environments`
 */
export function refuseMixture(context: StageContext, made: readonly Made[]): void {
  const known = context.fingerprint === undefined ? made.filter(tells) : made;
  const expected = context.fingerprint ?? known[0]?.fingerprint;
  const other = known.find(({ fingerprint }) => fingerprint !== expected);
  if (other === undefined) return;
  const { runId } = context;
  const stage = instanceOf(context);
  const show = (fingerprint: Fingerprint | undefined) => fingerprint?.slice(0, digits) ?? 'none that it told';
  const whose = context.fingerprint === undefined ? known[0]?.what : 'the stage';
  throw new EspalierError(
    'workflow.mixed-environments',
    `The environment of ${other.what} of stage ${stage} is ${show(other.fingerprint)}, that of ${whose} ${show(expected)}.`,
    {
      details: {
        runId,
        stage,
        what: other.what,
        fingerprint: other.fingerprint ?? null,
        expected: expected ?? null,
      },
    },
  );
}
