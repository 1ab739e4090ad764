import { type LoadedSpec, loadRecordedSpec, loadSpecText } from '@espalier/spec';
import { graphOfTraining } from '@espalier/workflows';
import { expect, it } from 'vitest';
import { requireUntouched } from './retry-changes.js';

const { spec: before } = loadSpecText(
  `name: feed
source: { train: { uri: s3://logs/feed/ }, split: { by: member, eval: 20%, earlyStop: 10% } }
tasks: [{ name: click, group: passive, label: clicked }]
checks: {}
`,
  { name: 'feed.yaml', baseDir: '/' },
);

function refusal(from: string, sets: readonly string[]): string | null {
  const after: LoadedSpec = loadRecordedSpec({ spec: before, baseDir: '/', changes: [] }, 'The retry', sets);
  const graph = graphOfTraining({ checksData: true });
  try {
    requireUntouched({ before, after, graph, sets }, from);
    return null;
  } catch (error) {
    const { message, details } = error as { message: string; details: { issues?: { message: string }[] } };
    return details.issues?.[0]?.message ?? message;
  }
}

it.each<[string, readonly string[]]>([
  ['train', []],
  ['train', ['training.learningRate=0.01', 'model.architecture=mmoe', 'tasks.click.lossWeight=2']],
  ['train', ['training.checkpointEvery=50', 'training.workers=1']],
  ['publish', ['training.rankSilenceTimeout=90', 'scoring.mostUnseen=10%']],
  ['fit-encoder', ['encoder.trees=10']],
  ['extract', ['model.leaves=embeddings']],
  ['plan', ['tasks[0].label=liked', 'source.split.eval=10%', 'encoder.workers=1']],
  ['check', ['checks.psi=0.3']],
])('a retry from %s may have %j', (from, sets) => {
  expect(refusal(from, sets)).toBeNull();
});

it.each<[string, readonly string[], string, string]>([
  ['train', ['encoder.trees=10'], 'encoder.trees 200 → 10', 'fit-encoder'],
  ['evaluate', ['training.epochs=1'], 'training.epochs absent → 1', 'train'],
  ['train', ['features.minCount=3'], 'features.minCount 20 → 3', 'plan'],
  ['train', ['encoder.trees=10', 'tasks[0].label=liked'], 'tasks[0].label "clicked" → "liked"', 'plan'],
  ['check', ['seed=9'], 'seed 7 → 9', 'plan'],
])('a retry from %s may not have %j, which touches an earlier stage', (from, sets, change, stage) => {
  expect(refusal(from, sets)).toBe(
    `${change}: this touches stage ${stage}, which a retry from ${from} takes over as it is; begin there: --from ${stage}`,
  );
});

it('stays a run of its pipeline, and begins at a stage that there is', () => {
  expect(refusal('plan', ['name=other'])).toBe('a retry stays a run of feed');
  expect(refusal('challenge', [])).toMatch(
    /There is no stage "challenge" in this run: give one of plan, extract, check/,
  );
});
