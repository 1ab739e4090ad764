/** Responsible for one model: the champion beside the challenger, what can be decided, how champions did, who changed what. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loading, Problem } from '../design/notice.js';
import { PageHead } from '../design/page-head.js';
import { ComparedVersions } from './compared-versions.js';
import { ModelActions } from './model-actions.js';
import { ModelHistory } from './model-history.js';
import styles from './model-page.module.css';
import { modelQuery } from './model-queries.js';
import { VersionPanel } from './version-panel.js';
import { VersionPlots } from './version-plots.js';
import { WatchTable } from './watch-table.js';

const route = getRouteApi('/models/$model');

export function ModelPage() {
  const { model: name } = route.useParams();
  const { version: asked } = route.useSearch();
  const { data: model, error, refetch } = useQuery(modelQuery(name));
  if (model === undefined) {
    return error === null ? <Loading lines={8} /> : <Problem error={error} onRetry={() => void refetch()} />;
  }
  const { champion, challenger, previous, awaiting = [] } = model;
  // A challenger that has been promoted meanwhile is no rival of itself.
  const rival = challenger === champion ? null : challenger;
  const others = [...new Set([...awaiting.map(({ version }) => version), ...model.held])].filter(
    (version) => version !== champion && version !== rival,
  );
  const compared = [
    ...(champion === null ? [] : [{ title: 'Champion', version: champion }]),
    ...(rival === null ? [] : [{ title: 'Challenger', version: rival }]),
  ];
  const isShown = asked !== undefined && [champion, rival, ...others].includes(asked);
  return (
    <>
      <PageHead title={name} actions={<ModelActions model={model} />}>
        {champion === null ? 'No champion yet' : `@${champion} is the champion`}
        {previous !== null && `, @${previous} was before`}; {model.versions} versions.
      </PageHead>
      <ComparedVersions name={name} versions={compared} />
      <div className={styles.plots}>
        <VersionPlots name={name} versions={compared} />
      </div>
      <div className={styles.versions}>
        {asked !== undefined && !isShown && <VersionPanel name={name} version={asked} title="Version" />}
        {champion !== null && <VersionPanel name={name} version={champion} title="Champion" />}
        {rival !== null && <VersionPanel name={name} version={rival} title="Challenger" />}
        {others.map((version) => (
          <VersionPanel key={version} name={name} version={version} title="Waits" />
        ))}
      </div>
      <div className={styles.more}>
        <WatchTable name={name} />
        <ModelHistory name={name} />
      </div>
    </>
  );
}
