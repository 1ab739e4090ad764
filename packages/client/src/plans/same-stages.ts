/** Responsible for which stages of two pipelines do the same work on each row. Pure. Leaves to others: how many rows there are. */
import { canonicalJson, type StageName } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import { stageDeclarations, stageSpecPart } from '@espalier/spec/stages';

/** They look at the source and at the whole pipeline, each time, and take as long whatever these say. */
const takeTheSame: ReadonlySet<StageName> = new Set(['plan', 'publish']);

/** Whether a stage, and all whose results it reads, are told the same by both: twice the trees are more to train on, too. */
export function doesTheSame(stage: StageName, one: PipelineSpec, other: PipelineSpec): boolean {
  if (takeTheSame.has(stage)) return true;
  const [own, others] = [one, other].map((spec) => canonicalJson(stageSpecPart(stage, ofAllRows(spec))));
  return own === others && stageDeclarations[stage].reads.every((read) => doesTheSame(read, one, other));
}

/** A share of the rows is a number of rows. */
function ofAllRows({ source: { sample: _share, ...source }, ...spec }: PipelineSpec): PipelineSpec {
  return { ...spec, source };
}
