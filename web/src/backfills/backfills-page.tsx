/** Responsible for the backfills: how far each is, what did not succeed, and stopping or resuming one. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { askAgain } from '../api/ask-again.js';
import { answered, api } from '../api/client.js';
import { Button } from '../design/button.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { BackfillCard } from './backfill-card.js';
import styles from './backfills-page.module.css';

const pageSize = 20;
const everyMs = 10_000;

export function BackfillsPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['backfills'],
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answered(api.GET('/v1/backfills', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: (query) => askAgain((query.state.data?.pages.length ?? 0) < 2 && everyMs)(query),
  });
  const backfills = data?.pages.flatMap((page) => page.backfills) ?? [];
  return (
    <>
      <PageHead title="Backfills" />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && backfills.length === 0 && (
        <Empty title="No pipeline was filled up.">
          <p>
            <code>npx espalier backfill create P --from DAY --to DAY</code> runs a pipeline for the days that
            are not done.
          </p>
        </Empty>
      )}
      <ul className={styles.backfills}>
        {backfills.map((listing) => (
          <BackfillCard key={listing.id} listing={listing} />
        ))}
      </ul>
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>More</Button>}
    </>
  );
}
