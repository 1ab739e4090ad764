/** Responsible for rules between the keys of `publish`, held against the file as written. Leaves to others: each key alone (publish-schema.ts). */
import { taskKinds } from '@espalier/domain';
import { formatPath } from './issue-path.js';
import { nearestName } from './nearest-name.js';
import type { SpecIssue } from './spec-issue.js';

type Mapping = Readonly<Record<string, unknown>>;

/** Counts that every evaluation holds beside what a kind declares. */
const counts = ['rows', 'positives'];
/** Of the bundle, whatever its tasks. */
const ofBundle = ['sizeBytes', 'scoringP50Ms', 'scoringP99Ms'];
/** Of all gates, each once; a column's are told apart in a byte. */
const mostSlices = 100;
const timed = ['scoringP50Ms', 'scoringP99Ms'];

function mappingsOf(value: unknown): readonly Mapping[] {
  const list = Array.isArray(value) ? value : [];
  return list.map((entry) => (entry !== null && typeof entry === 'object' ? entry : {}));
}

/**
 * @param publish of the file; null where it is no mapping
 * @param isCut whether the source is cut by time
 */
export function* publishIssues(
  publish: Mapping | null,
  tasks: unknown,
  isCut: boolean,
): Generator<SpecIssue> {
  if (publish === null) return;
  yield* watchIssues(publish.watch, isCut);
  if (publish.promote === 'when-gates-pass' && publish.gates === undefined) {
    const message = '`when-gates-pass` needs `gates`: without any, every run would be promoted unseen';
    yield { path: 'publish.promote', code: 'conflict', message };
  }
  if (publish.promote === 'after-approval' && publish.approval === undefined) {
    const message = '`after-approval` needs `approval`, such as `approval: { within: 2d }`';
    yield { path: 'publish.approval', code: 'missing', message };
  }
  if (publish.approval !== undefined && publish.promote !== 'after-approval') {
    const message = 'nobody is waited for without `promote: after-approval`';
    yield { path: 'publish.approval', code: 'conflict', message };
  }
  yield* slicesInAll(mappingsOf(publish.gates));
  const names = mappingsOf(tasks).map(({ name }) => String(name));
  for (const [index, gate] of mappingsOf(publish.gates).entries()) {
    const at = (...path: readonly (string | number)[]) => formatPath(['publish', 'gates', index, ...path]);
    yield* boundIssues(gate, at());
    yield* figureIssues(gate, at('figure'));
    yield* sliceIssues(gate, (...path) => at('slices', ...path));
    if (gate.tasks !== undefined && ofBundle.includes(String(gate.figure))) {
      const message = `${gate.figure} is of the bundle, not of tasks`;
      yield { path: at('tasks'), code: 'conflict', message };
    }
    if (gate.rows !== undefined && !timed.includes(String(gate.figure))) {
      const message = `rows are of ${timed.join(' and ')}, which time a batch of so many`;
      yield { path: at('rows'), code: 'conflict', message };
    }
    for (const [place, task] of (Array.isArray(gate.tasks) ? gate.tasks : []).entries()) {
      if (names.includes(String(task))) continue;
      const message = `there is no task ${JSON.stringify(task)}; there are ${names.join(', ')}`;
      yield { path: at('tasks', place), code: 'unknown-task', message };
    }
  }
}

function* sliceIssues(
  { slices, against }: Mapping,
  at: (...path: readonly (string | number)[]) => string,
): Generator<SpecIssue> {
  if (slices === undefined) return;
  if (against !== 'champion') {
    const message = 'only gates with `against: champion` hold for slices of the rows';
    yield { path: at(), code: 'conflict', message };
  }
  const { values } = mappingsOf([slices])[0] ?? {};
  const texts = (Array.isArray(values) ? values : []).map(String);
  for (const [index, text] of texts.entries()) {
    if (texts.indexOf(text) === index) continue;
    yield {
      path: at('values', index),
      code: 'conflict',
      message: `${JSON.stringify(text)} stands there twice`,
    };
  }
}

/** Each is measured by itself, after the others. */
function* slicesInAll(gates: readonly Mapping[]): Generator<SpecIssue> {
  const all = gates.flatMap(({ slices }) => {
    const [{ column, values } = {} as Mapping] = mappingsOf([slices]);
    return (Array.isArray(values) ? values : []).map((value) => `${column} ${value}`);
  });
  const count = new Set(all).size;
  if (count <= mostSlices) return;
  const message = `${count} slices in all gates; ${mostSlices} are the most that are compared`;
  yield { path: 'publish.gates', code: 'conflict', message };
}

function* watchIssues(watch: unknown, isCut: boolean): Generator<SpecIssue> {
  if (watch === undefined || isCut) return;
  const message =
    'watches the champion on partitions as they arrive, and the source is not cut by time: add `partitions`, or leave this out';
  yield { path: 'publish.watch', code: 'conflict', message };
}

function* boundIssues({ atLeast, atMost }: Mapping, path: string): Generator<SpecIssue> {
  if (atLeast === undefined && atMost === undefined) {
    yield { path, code: 'missing', message: 'lacks a bound: give `atLeast`, `atMost` or both' };
  }
  if (typeof atLeast === 'number' && typeof atMost === 'number' && atLeast > atMost) {
    yield { path, code: 'conflict', message: `nothing is at least ${atLeast} and at most ${atMost}` };
  }
}

function* figureIssues({ figure, against }: Mapping, path: string): Generator<SpecIssue> {
  if (typeof figure !== 'string') return;
  const declared = Object.values(taskKinds).flatMap(({ metrics }) => metrics);
  const known =
    against === undefined
      ? [...declared.map(({ name }) => name), ...counts, ...ofBundle]
      : declared.filter(({ isCompared }) => isCompared).map(({ name }) => name);
  if (known.includes(figure)) return;
  const near = nearestName(figure, known);
  const what = against === undefined ? 'there is no figure' : 'two models are not compared by';
  const message = `${what} ${JSON.stringify(figure)}${near === null ? '' : ` (is it ${near}?)`}; there are ${known.join(', ')}`;
  yield { path, code: 'unknown-figure', message };
}
