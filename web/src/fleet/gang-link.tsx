/** Responsible for a gang by its run and stage, which leads there. */
import { Link } from '@tanstack/react-router';

interface NamedGang {
  readonly gangId: string;
  readonly runId: string | null;
  readonly stage: string | null;
}

export function GangLink({ gang: { gangId, runId, stage } }: { readonly gang: NamedGang }) {
  if (runId === null || stage === null) return gangId;
  return (
    <>
      <Link to="/runs/$runId" params={{ runId }} search={{ stage }}>
        {runId}
      </Link>{' '}
      {stage}
    </>
  );
}
