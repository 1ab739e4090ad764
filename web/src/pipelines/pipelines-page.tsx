/** Responsible for the registered pipelines, each with the version that counts. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answered, api } from '../api/client.js';
import { Button } from '../design/button.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';
import { StartLink } from '../start/start-link.js';
import { Moment } from '../time/moment.js';

const pageSize = 50;

export function PipelinesPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['pipelines', 'all'],
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answered(api.GET('/v1/pipelines', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const pipelines = data?.pages.flatMap((page) => page.pipelines) ?? [];
  return (
    <>
      <PageHead title="Pipelines" actions={<StartLink />} />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && pipelines.length === 0 && (
        <Empty title="No pipeline is registered.">
          <p>
            <code>npx espalier pipeline apply pipeline.yaml</code> registers one: it then runs by its name, by
            schedules and by backfills.
          </p>
        </Empty>
      )}
      {pipelines.length > 0 && (
        <Panel title="Registered">
          <WideTable label="Pipelines">
            <thead>
              <tr>
                <th>Pipeline</th>
                <th>Version</th>
                <th>Last change</th>
                <th>By</th>
                <th>When</th>
              </tr>
            </thead>
            <tbody>
              {pipelines.map(({ pipeline, version, reason, by, at }) => (
                <tr key={pipeline}>
                  <td>
                    <Link to="/pipelines/$pipeline" params={{ pipeline }}>
                      {pipeline}
                    </Link>
                  </td>
                  <td className={table.whole}>@{version}</td>
                  <td>{reason}</td>
                  <td className={table.whole}>{by}</td>
                  <td className={table.whole}>
                    <Moment at={at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        </Panel>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>More</Button>}
    </>
  );
}
