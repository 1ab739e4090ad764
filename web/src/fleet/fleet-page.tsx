/** Responsible for the hosts of encoders and trainers, who holds each slot since when, who waits for some, and what teams may hold. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { Empty, Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { Panel } from '../design/panel.js';
import { Lasting } from '../time/moment.js';
import styles from './fleet-page.module.css';
import { GangLink } from './gang-link.js';
import { TeamQuotas } from './team-quotas.js';
import { WaitingGangs } from './waiting-gangs.js';

const everyMs = 5_000;

const hostsQuery = queryOptions({
  queryKey: ['hosts'],
  queryFn: ({ signal }) => answered(api.GET('/v1/hosts', { signal })),
  refetchInterval: everyMs,
});

const roleTitles: Readonly<Record<string, string>> = { encoder: 'Encoders', trainer: 'Trainers' };

export function FleetPage() {
  const { data, error, refetch } = useQuery(hostsQuery);
  const hosts = data?.hosts ?? [];
  const slots = hosts.flatMap((host) => host.slots);
  const held = slots.filter(({ gang }) => gang !== null).length;
  const roles = [...new Set(hosts.map(({ role }) => role))].sort();
  return (
    <>
      <PageHead title="Fleet">
        {data !== undefined && `${held} of ${slots.length} slots are held, on ${hosts.length} hosts.`}
      </PageHead>
      {error !== null && <Problem error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && hosts.length === 0 && (
        <Empty title="No host of encoders or trainers lives.">
          <p>Runs wait at the first stage that needs one. `espalier up` starts those of this machine.</p>
        </Empty>
      )}
      {data !== undefined && (
        <div className={styles.waiting}>
          <WaitingGangs waiting={data.waiting} inAll={data.waitingInAll} />
        </div>
      )}
      <div className={styles.panels}>
        {roles.map((role) => (
          <Panel
            key={role}
            title={roleTitles[role] ?? role}
            aside={ratioText(hosts.filter((host) => host.role === role))}
          >
            <ul>
              {hosts
                .filter((host) => host.role === role)
                .map((host) => (
                  <HostRow key={host.hostId} host={host} />
                ))}
            </ul>
          </Panel>
        ))}
        <TeamQuotas />
      </div>
    </>
  );
}

function ratioText(hosts: readonly Schemas['Host'][]): string {
  const slots = hosts.flatMap((host) => host.slots);
  return `${slots.filter(({ gang }) => gang !== null).length} of ${slots.length} held`;
}

function HostRow({ host: { hostId, fingerprint, device, slots } }: { readonly host: Schemas['Host'] }) {
  return (
    <li className={styles.host}>
      <span className={styles.name} title={`What shapes the bytes of its ranks: ${fingerprint}`}>
        {hostId}
        {device !== null && <span className={styles.device}>{device.toUpperCase()}</span>}
      </span>
      <ul className={styles.slots}>
        {slots.map(({ slot, state, gang }) => (
          <li key={slot} className={gang === null ? styles.free : styles.held}>
            {gang === null ? (
              'free'
            ) : (
              <>
                <GangLink gang={gang} /> · rank {gang.rank} · {state} · {gang.team}
                {gang.sinceMs !== null && (
                  <>
                    {' · for '}
                    <Lasting startMs={gang.sinceMs} endMs={null} />
                  </>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}
