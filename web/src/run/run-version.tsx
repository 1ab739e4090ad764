/** Responsible for the way from a run to the version of a model that was made of it, and for saying so where nobody can tell. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { mayHaveVersion, runVersionQuery, versionWords } from './run-version-query.js';
import type { Run } from './standing.js';

/** A fact of the run's head, or none. */
export function RunVersion({ run }: { readonly run: Run }) {
  const { data, error } = useQuery({ ...runVersionQuery(run.runId), enabled: mayHaveVersion(run) });
  if (error !== null) return <li>whether a version of a model was made of it could not be asked</li>;
  if (data === undefined) return null;
  const { registration } = data;
  if (registration === null) {
    return <li>whether a version of a model was made of it is not known: nobody keeps its pipeline</li>;
  }
  const { model, version } = registration;
  if (model === null) return null;
  if (version === null) return run.status === 'running' ? null : <li>made no version of {model}</li>;
  return (
    <li>
      made{' '}
      <Link to="/models/$model" params={{ model }} search={{ version: version.number }}>
        {model}@{version.number}
      </Link>
      {versionWords(version)}
    </li>
  );
}
