/** What notifications say of runs and models: what happened, why, and the command that tells more. Pure. */
import {
  type GateVerdict,
  inOneLine,
  type ModelChange,
  type Notification,
  type RunEnd,
} from '@espalier/domain';

const mostCharacters = 2_000;
const mostVerdicts = 10;

function shortened(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}…`;
}

/**
 * Null where nobody has to be told.
 * @param failedBefore the run of the pipeline that failed last, where none has succeeded since
 */
export function runEnded(
  { progress, changes, endedAtMs }: RunEnd,
  failedBefore: string | null,
): Notification | null {
  const { runId, pipeline, status, error } = progress;
  const about = { pipeline, model: null, runId, at: new Date(endedAtMs).toISOString() };
  const options = changes.length === 0 ? '' : ` (${changes.join(' ')})`;
  if (status === 'failed') {
    const why = error === null ? 'It told no reason.' : `${inOneLine(error)}\n${error.code}`;
    return {
      ...about,
      id: `run/${runId}/failed`,
      type: 'run.failed',
      title: `${pipeline}: run ${runId} failed${options}`,
      text: shortened(`${why}\nespalier show ${runId}`),
    };
  }
  if (status !== 'succeeded' || failedBefore === null) return null;
  return {
    ...about,
    id: `run/${runId}/recovered`,
    type: 'run.recovered',
    title: `${pipeline}: run ${runId} succeeded${options}`,
    text: `The one before it that ended, ${failedBefore}, had failed.\nespalier show ${runId}`,
  };
}

const types = { promote: 'model.promoted', rollback: 'model.rolled-back' } as const;

/** None where nobody has to be told. @param verdicts of the version that is registered; none of any other change */
export function modelChanged(change: ModelChange, verdicts: readonly GateVerdict[]): readonly Notification[] {
  const { model, number, action, version, by, reason, at, before, registration, isExpiry = false } = change;
  const about = { at, model, pipeline: null, runId: null, id: `model/${model}/${number}` };
  const more = `espalier model show ${model}@${version}`;
  const told: Notification[] = [];
  if (isExpiry) {
    const now = action === 'promote' ? 'it is the champion now' : 'it is rejected';
    told.push({
      ...{ ...about, id: `${about.id}/expired`, type: 'model.approval-expired' },
      title: `${model}@${version} was not approved in time: ${now}`,
      text: shortened(`${reason}\n${more}`),
    });
  }
  if (action === 'promote' || action === 'rollback') {
    const done = action === 'promote' ? 'is the champion now' : 'is the champion again';
    const instead = before.champion === null ? '' : `, instead of ${model}@${before.champion}`;
    told.push({
      ...{ ...about, type: types[action] },
      title: `${model}@${version} ${done}${instead}`,
      text: shortened(`By ${by}: ${reason}\n${more}`),
    });
  }
  if (action === 'pass-over') {
    told.push({
      ...{ ...about, type: 'model.gated' },
      title: `${model}@${version} was to become the champion by itself, and did not`,
      text: shortened(`${reason}\n${more}\nespalier model promote ${model}@${version}`),
    });
  }
  if (action === 'register' && registration !== undefined) {
    told.push(...registered(change, registration, verdicts, more));
  }
  return told;
}

/** Of a version that waits for a person, and that could not be promoted at its deadline: the same notification however often it is tried. */
export function deadlineUntried(
  { model, version }: Pick<ModelChange, 'model' | 'version'>,
  why: string,
  at: Date,
): Notification {
  const text = `${why}\nIt is tried again every ten minutes. Where that will not help:\nespalier model promote ${model}@${version} --despite-replay "WHY"\nespalier model reject ${model}@${version}`;
  return {
    ...{ id: `model/${model}/deadline-${version}`, type: 'model.approval-expired', at: at.toISOString() },
    ...{ model, pipeline: null, runId: null },
    title: `${model}@${version} was not approved in time, and could not be promoted yet`,
    text: shortened(text),
  };
}

function registered(
  { model, number, version, at }: ModelChange,
  { run: runId, pipeline, gates, approval }: NonNullable<ModelChange['registration']>,
  verdicts: readonly GateVerdict[],
  more: string,
): readonly Notification[] {
  const about = { at, model, pipeline, runId, id: `model/${model}/${number}` };
  if (gates === 'failed') {
    const failed = verdicts.filter(({ passed }) => !passed);
    const told = failed.slice(0, mostVerdicts).map(({ because }) => because);
    const rest = failed.length > mostVerdicts ? [`And ${failed.length - mostVerdicts} more.`] : [];
    const text = shortened([...told, ...rest, more].join('\n'));
    return [{ ...about, type: 'model.gated', title: `${model}@${version} is held by a gate`, text }];
  }
  if (approval === undefined) return [];
  const otherwise = approval.otherwise === 'promote' ? 'becomes the champion' : 'is rejected';
  const title = `${model}@${version} waits for approval until ${approval.until}`;
  const text = `Otherwise it ${otherwise}.\n${more}\nespalier model approve ${model}@${version}`;
  return [{ ...about, type: 'model.awaits-approval', title, text }];
}
