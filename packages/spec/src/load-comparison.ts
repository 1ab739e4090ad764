/**
 * Responsible for the variants of a pipeline that are to be compared: each is the file with changes of its own, all share what comes before
 * training. Every mistake is told, with the option that made it.
 * Leaves to others: running them (client, workflows).
 */
import {
  architectureNames,
  type ComparedVariant,
  type ComparisonPlan,
  canonicalJson,
  EspalierError,
  isInheritedName,
  type StageName,
  trainingName,
} from '@espalier/domain';
import { comparedSettings, notGivenBy } from './compared-settings.js';
import { type LoadOptions, loadSpec, specInvalid } from './load-spec.js';
import type { LoadedSpec } from './loaded-spec.js';
import { nearestName } from './nearest-name.js';
import type { PipelineSpec } from './pipeline-schema.js';
import type { SpecIssue } from './spec-issue.js';
import { stageSpecPart } from './stages/registry.js';
import { trainingSeed } from './training-plan.js';

export interface ComparisonOptions extends LoadOptions {
  /** A variant each, by the architecture's name. */
  readonly architectures: readonly string[];
  /** `NAME:path=value` each; several of one name are one variant. */
  readonly variants: readonly string[];
  /** How many trainings each variant gets. */
  readonly seeds: number;
  /** Name of a variant; by default the first. */
  readonly baseline?: string | undefined;
}

export interface LoadedComparison {
  /** The pipeline as it stands, whose stages up to `encode` all variants share. */
  readonly base: LoadedSpec;
  readonly plan: ComparisonPlan;
  /** Options that made it, as typed. */
  readonly changes: readonly string[];
  /** By `trainingName`. */
  readonly trainings: Readonly<Record<string, PipelineSpec>>;
}

/** Trainings of one comparison: each is a gang that waits its turn. */
const mostTrainings = 100;
const namePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** A row of each report. */
const reserved: ReadonlySet<string> = new Set(['forest']);
const sharedStages = ['plan', 'extract', 'fit-encoder', 'encode'] as const satisfies readonly StageName[];

interface Variant {
  readonly name: string;
  readonly sets: readonly string[];
}

/**
 * @param path as in `loadSpec`
 * @throws EspalierError `spec.invalid` with every mistake of the pipeline and its variants; as `loadSpec`
 */
export async function loadComparison(path: string, options: ComparisonOptions): Promise<LoadedComparison> {
  const { architectures, variants: texts, seeds, baseline: asked, ...given } = options;
  const { variants, issues } = readVariants(architectures, texts);
  const changed = variants.flatMap(({ sets }) => sets);
  const base = await loadSpec(path, { ...given, othersSettings: comparedSettings([], changed) });
  const own = base.spec.model.architecture;
  const shared = { ...given, othersSettings: comparedSettings([own], changed) };
  const baseline = asked ?? variants[0]?.name ?? '';
  issues.push(...planIssues(variants, seeds, baseline));
  const trainings: Record<string, PipelineSpec> = {};
  const trained = new Map<string, PipelineSpec>();
  const compared: ComparedVariant[] = [];
  for (const { name, sets } of variants) {
    const loaded = await loadVariant(path, shared, name, sets);
    if (Array.isArray(loaded)) issues.push(...loaded);
    else {
      const others = sharedIssues(base.spec, loaded, name);
      issues.push(...others);
      if (others.length === 0) trained.set(name, loaded);
      compared.push({ name, changes: sets, architecture: loaded.model.architecture, seeds });
      for (let seed = 0; seed < seeds && seeds <= mostTrainings; seed++) {
        trainings[trainingName(name, seed)] = withSeed(loaded, seed);
      }
    }
  }
  issues.push(...sameIssues(trained));
  if (issues.length > 0) throw specInvalid(base.path, issues);
  const changes = [
    ...base.changes,
    ...(architectures.length > 0 ? [`--architectures ${architectures.join(',')}`] : []),
    ...texts.map((text) => `--variant ${text}`),
    `--seeds ${seeds}`,
    ...(asked === undefined ? [] : [`--baseline ${asked}`]),
  ];
  return { base, plan: { baseline, variants: compared }, changes, trainings };
}

function issueOf(message: string, origin: string, suggestion?: string | null): SpecIssue {
  return { path: '', code: 'bad-variant', message, origin, ...(suggestion ? { suggestion } : {}) };
}

function readVariants(architectures: readonly string[], texts: readonly string[]) {
  const issues: SpecIssue[] = [];
  const sets = new Map<string, string[]>();
  for (const name of architectures) {
    const origin = `--architectures ${name}`;
    const isKnown = (architectureNames as readonly string[]).includes(name);
    if (!isKnown) {
      issues.push(
        issueOf(
          `there is no architecture ${JSON.stringify(name)}; there are ${architectureNames.join(', ')}`,
          origin,
          nearestName(name, architectureNames),
        ),
      );
    } else if (sets.has(name)) issues.push(issueOf(`${name} is listed twice`, origin));
    else sets.set(name, [`model.architecture=${name}`]);
  }
  for (const text of texts) {
    const origin = `--variant ${text}`;
    const [, name = '', set = ''] = /^([^:]*):(.*)$/s.exec(text) ?? [];
    if (!namePattern.test(name)) {
      issues.push(
        issueOf(
          'expected NAME:path=value (or NAME: for the pipeline as it is), NAME of small letters, digits and hyphens, such as wide:model.hidden=[256]',
          origin,
        ),
      );
    } else if (isInheritedName(name)) {
      issues.push(
        issueOf(`${name} is a name that programs keep for themselves: give the variant another`, origin),
      );
    } else if (reserved.has(name)) {
      issues.push(
        issueOf(`${name} is what every report calls the trees alone: give the variant another name`, origin),
      );
    } else sets.set(name, [...(sets.get(name) ?? []), ...(set === '' ? [] : [set])]);
  }
  const variants = [...sets].map(([name, changes]): Variant => ({ name, sets: changes }));
  return { variants, issues };
}

function planIssues(variants: readonly Variant[], seeds: number, baseline: string): SpecIssue[] {
  const issues: SpecIssue[] = [];
  const names = variants.map(({ name }) => name);
  if (names.length < 2) {
    issues.push(
      issueOf(
        'a comparison takes two variants at least: name them by --architectures A,B or --variant NAME:path=value',
        'compare',
      ),
    );
  } else if (!names.includes(baseline)) {
    issues.push(
      issueOf(
        `there is no variant ${baseline} among ${names.join(', ')}`,
        `--baseline ${baseline}`,
        nearestName(baseline, names),
      ),
    );
  }
  if (variants.length * seeds > mostTrainings) {
    const trainings = variants.length * seeds;
    issues.push(
      issueOf(
        `${variants.length} variants with ${seeds} seeds are ${trainings} trainings; ${mostTrainings} are the most`,
        `--seeds ${seeds}`,
      ),
    );
  }
  return issues;
}

/** The variant's own mistakes name the option that set the value, as those of `--set` do. */
async function loadVariant(
  path: string,
  shared: LoadOptions,
  name: string,
  sets: readonly string[],
): Promise<PipelineSpec | SpecIssue[]> {
  try {
    const othersSettings = notGivenBy(sets, shared.othersSettings ?? new Set());
    return (await loadSpec(path, { ...shared, othersSettings, sets: [...(shared.sets ?? []), ...sets] }))
      .spec;
  } catch (error) {
    if (!(error instanceof EspalierError) || error.code !== 'spec.invalid') throw error;
    return (error.details.issues as readonly SpecIssue[]).map((issue) => ({
      ...issue,
      message: `variant ${name}: ${issue.message}`,
      ...originIn(issue, name, sets),
    }));
  }
}

/** The option as it was typed: a variant's changes are no `--set` to its author. */
function originIn({ origin }: SpecIssue, name: string, sets: readonly string[]): Pick<SpecIssue, 'origin'> {
  const set = sets.find((each) => origin === `--set ${each}`);
  if (set === undefined) return {};
  const isArchitecture = set === `model.architecture=${name}`;
  return { origin: isArchitecture ? `--architectures ${name}` : `--variant ${name}:${set}` };
}

/** Two that train the same would only be trained twice. */
function sameIssues(trained: ReadonlyMap<string, PipelineSpec>): SpecIssue[] {
  const first = new Map<string, string>();
  return [...trained].flatMap(([name, spec]) => {
    const shaping = canonicalJson(stageSpecPart('train', spec));
    const other = first.get(shaping);
    if (other === undefined) {
      first.set(shaping, name);
      return [];
    }
    return [
      issueOf(
        `variants ${other} and ${name} are the same: nothing of ${name} changes the training`,
        `variant ${name}`,
      ),
    ];
  });
}

function sharedIssues(base: PipelineSpec, variant: PipelineSpec, name: string): SpecIssue[] {
  const other = sharedStages.find(
    (stage) => canonicalJson(stageSpecPart(stage, base)) !== canonicalJson(stageSpecPart(stage, variant)),
  );
  if (other === undefined) return [];
  return [
    issueOf(
      `variant ${name} changes what stage ${other} makes, which all variants share: variants differ in model and training only (not in model.leaves); give the rest to all by --set, or run it by itself`,
      `variant ${name}`,
    ),
  ];
}

/** The first is the pipeline itself, so that its training is in the cache of whoever ran it. */
function withSeed(spec: PipelineSpec, seed: number): PipelineSpec {
  if (seed === 0) return spec;
  return { ...spec, training: { ...spec.training, seed: (trainingSeed(spec) + seed) % 2_147_483_648 } };
}
