/** Responsible for what a stage has made: names, sizes, digests, by the page. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { askAgain } from '../api/ask-again.js';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { Button } from '../design/button.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import table from '../design/table.module.css';
import { sizeText } from './progress.js';
import styles from './stage-artifacts.module.css';

interface StageArtifactsProps {
  readonly runId: string;
  readonly stage: string;
  readonly isGoing: boolean;
}

const pageSize = 50;
const everyMs = 10_000;
const shownOfDigest = 19;

export function StageArtifacts({ runId, stage, isGoing }: StageArtifactsProps) {
  const mayRead = useMayOperate({ isOfTeams: false });
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['artifacts', runId, stage],
    queryFn: ({ signal, pageParam }) => {
      const query = { stage, limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answered(api.GET('/v1/runs/{runId}/artifacts', { params: { path: { runId }, query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: (query) =>
      askAgain(isGoing && (query.state.data?.pages.length ?? 0) < 2 && everyMs)(query),
  });
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Loading />;
  const artifacts = data.pages.flatMap((page) => page.artifacts);
  if (artifacts.length === 0) return <Empty title="It has left nothing yet." />;
  return (
    <div className={`${table.scroll} ${styles.scroll}`}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Name</th>
            <th className={table.number}>Size</th>
            <th>Digest</th>
          </tr>
        </thead>
        <tbody>
          {artifacts.map(({ name, sizeBytes, digest }) => (
            <tr key={name}>
              <td>
                {mayRead ? (
                  <a href={addressOf(runId, stage, name)} download>
                    {name}
                  </a>
                ) : (
                  name
                )}
              </td>
              <td className={table.number}>{sizeText(sizeBytes)}</td>
              <td title={digest}>
                <code>{digest.slice(0, shownOfDigest)}…</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <Button kind="quiet" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          More
        </Button>
      )}
    </div>
  );
}

function addressOf(runId: string, stage: string, name: string): string {
  return `/v1/runs/${encodeURIComponent(runId)}/artifacts/content?${new URLSearchParams({ stage, name })}`;
}
