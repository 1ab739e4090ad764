/** Responsible for the registered models: which version serves, which wants to, and what waits for somebody. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { askAgain } from '../api/ask-again.js';
import { answered, api, type Schemas } from '../api/client.js';
import { Button } from '../design/button.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import { StandingBadge } from '../design/standing-badge.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';

const pageSize = 50;
const everyMs = 10_000;

export function ModelsPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['models', 'list'],
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return answered(api.GET('/v1/models', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: (query) => askAgain((query.state.data?.pages.length ?? 0) < 2 && everyMs)(query),
  });
  const models = data?.pages.flatMap((page) => page.models) ?? [];
  return (
    <>
      <PageHead title="Models" />
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && models.length === 0 && (
        <Empty title="No model is registered.">
          <p>
            <code>publish: {'{ model: home-feed }'}</code> in a pipeline file makes each run’s bundle a
            version of one.
          </p>
        </Empty>
      )}
      {models.length > 0 && (
        <Panel title="Registered" aside={`${models.length}${hasNextPage ? ' and more' : ''}`}>
          <WideTable label="Models">
            <thead>
              <tr>
                <th>Model</th>
                <th className={table.number}>Champion</th>
                <th className={table.number}>Challenger</th>
                <th className={table.number}>Versions</th>
                <th>Waits for somebody</th>
              </tr>
            </thead>
            <tbody>
              {models.map((model) => (
                <ModelRow key={model.model} model={model} />
              ))}
            </tbody>
          </WideTable>
        </Panel>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>More</Button>}
    </>
  );
}

function ModelRow({
  model: { model, champion, challenger, versions, held, awaiting = [] },
}: {
  readonly model: Schemas['Model'];
}) {
  return (
    <tr>
      <td>
        <Link to="/models/$model" params={{ model }}>
          {model}
        </Link>
      </td>
      <td className={table.number}>{champion === null ? 'none' : `@${champion}`}</td>
      <td className={table.number}>{challenger === null ? 'none' : `@${challenger}`}</td>
      <td className={table.number}>{versions}</td>
      <td>
        {awaiting.map(({ version }) => (
          <StandingBadge key={version} name="waiting" word={`@${version} approval`} />
        ))}
        {held.length > 0 && (
          <StandingBadge name="waiting" word={`${held.map((version) => `@${version}`).join(', ')} held`} />
        )}
      </td>
    </tr>
  );
}
