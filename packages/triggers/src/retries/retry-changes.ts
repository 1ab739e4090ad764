/**
 * Responsible for whether a retry may begin where it was asked to: which stage the changes touch first. Pure.
 * Leaves to others: whether the changed pipeline is one (spec).
 */
import { EspalierError, type RunGraph } from '@espalier/domain';
import { type LoadedSpec, type PipelineSpec, specInvalid } from '@espalier/spec';
import { stageDeclarations, touchingPart } from '@espalier/spec/stages';
import { digestOfJson, explainMiss } from '@espalier/store';
import { madeAnew } from '@espalier/workflows';

export interface RetryChange {
  /** As the run has recorded it. */
  readonly before: PipelineSpec;
  readonly after: LoadedSpec;
  /** Of the retry. */
  readonly graph: RunGraph;
  /** As typed. */
  readonly sets: readonly string[];
}

/**
 * @param from ID of an instance
 * @throws EspalierError `request.invalid` where the graph has no such instance; `spec.invalid` where the changes touch one that is not made anew
 */
export function requireUntouched({ before, after, graph, sets }: RetryChange, from: string): void {
  const { path, spec } = after;
  if (!graph.some(({ id }) => id === from)) {
    const ids = graph.map(({ id }) => id).join(', ');
    throw new EspalierError(
      'request.invalid',
      `There is no stage ${JSON.stringify(from)} in this run: give one of ${ids}.`,
    );
  }
  const origin = sets.map((set) => `--set ${set}`).join(' ');
  if (spec.name !== before.name) {
    const message = `a retry stays a run of ${before.name}`;
    throw specInvalid(path, [{ path: 'name', code: 'conflict', message, origin }]);
  }
  const anew = madeAnew(graph, from);
  const touched = graph.find(({ id, stage }) => !anew.has(id) && changesOf(stage, before, spec) !== null);
  if (touched === undefined) return;
  const { id, stage } = touched;
  const message = `${changesOf(stage, before, spec)}: this touches stage ${id}, which a retry from ${from} takes over as it is; begin there: --from ${id}`;
  throw specInvalid(path, [{ path: '', code: 'earlier-stage', message, origin }]);
}

const same = { inputs: {}, code: `sha256:${'0'.repeat(64)}`, environment: {} } as const;

/** `training.epochs 8 → 1`, or null where the stage reads the same of both. */
function changesOf(
  stage: RunGraph[number]['stage'],
  before: PipelineSpec,
  after: PipelineSpec,
): string | null {
  // Publishing looks at all of a pipeline, and what it looks at each time is no matter of what it took over.
  if (stageDeclarations[stage].isNeverCached) return null;
  const [was, is] = [touchingPart(stage, before), touchingPart(stage, after)];
  if (digestOfJson(was) === digestOfJson(is)) return null;
  return explainMiss({ stage, spec: was, ...same }, { stage, spec: is, ...same });
}
