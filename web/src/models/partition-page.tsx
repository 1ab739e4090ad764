/** Responsible for a partition: which versions of models have seen it, and whether all of them saw the same content. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { answered, api } from '../api/client.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import table from '../design/table.module.css';
import { WideTable } from '../design/wide-table.js';

const route = getRouteApi('/partitions/$partition');
const shownOfDigest = 19;

export function PartitionPage() {
  const { partition } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['partition', partition],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/partitions/{partition}', { params: { path: { partition } }, signal })),
  });
  const contents = new Set(data?.versions.map(({ digest }) => digest)).size;
  return (
    <>
      <PageHead title={`Partition ${partition}`}>
        {contents > 1 &&
          `It was written anew: versions have seen ${contents} contents of it, told by their digests.`}
      </PageHead>
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.versions.length === 0 && <Empty title="No registered version has seen it." />}
      {data !== undefined && data.versions.length > 0 && (
        <Panel
          title="Versions that have seen it"
          aside={data.left > 0 ? `the first ${data.versions.length}` : `${data.versions.length}`}
        >
          <WideTable label="Versions and what they did with the partition">
            <thead>
              <tr>
                <th>Model</th>
                <th className={table.number}>Version</th>
                <th>Used for</th>
                <th>Content</th>
              </tr>
            </thead>
            <tbody>
              {data.versions.map(({ model, version, split, digest }) => (
                <tr key={`${model} ${version} ${split} ${digest}`}>
                  <td>{model}</td>
                  <td className={table.number}>
                    <Link to="/models/$model" params={{ model }} search={{ version }}>
                      @{version}
                    </Link>
                  </td>
                  <td>{split === 'train' ? 'training' : 'held-out rows'}</td>
                  <td>
                    <code title={digest}>{digest.slice(0, shownOfDigest)}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        </Panel>
      )}
    </>
  );
}
