/**
 * Responsible for every mistake that a pipeline, its source's footers and a small sample of its rows show before any work starts.
 * Leaves to others: the checks (check-source.ts, check-sizes.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PipelineSpec, SpecIssue } from '@espalier/spec';
import { checkSizes } from './check-sizes.js';
import { type CheckedSource, checkSource, type HeldToSource, heldToSource } from './check-source.js';
import { Database } from './database.js';
import type { InspectionAccess } from './inspect-source.js';
import { KeptCopies } from './kept-copies.js';
import type { SourcePlace } from './list-source.js';

export interface PreflightOptions extends SourcePlace {
  /** Where footers of S3 objects are kept meanwhile; default the system's temporary folder. */
  readonly scratchDir?: string;
  /** False looks at footers only, where rows were looked at already. Default true. */
  readonly lookAtRows?: boolean;
  /** Ends the look: the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface PreflightResult {
  /** In the order of the checks; empty when the pipeline can run. Pass through `LoadedSpec.locate` for lines. */
  readonly issues: readonly SpecIssue[];
  /** What is probably a mistake, one sentence each; none where `strict` made issues of them. */
  readonly warnings: readonly string[];
  /** What was decided without being asked, and what was acknowledged, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Checks the pipeline against its source, reading at most some 20,000 rows of it.
 * @throws EspalierError of kind infra when S3 can't be reached; mistakes of the user are returned, not thrown.
 */
export async function preflight(spec: PipelineSpec, options: PreflightOptions): Promise<PreflightResult> {
  return withSizes(spec, await lookAtSource(heldToSource(spec), options));
}

/** What the source says, whatever the sizes that the pipeline asks for. @throws EspalierError as `preflight` */
export async function lookAtSource(
  spec: HeldToSource,
  options: PreflightOptions & Pick<InspectionAccess, 'onListed'>,
): Promise<CheckedSource> {
  const scratchDir = await mkdtemp(join(options.scratchDir ?? tmpdir(), 'espalier-preflight-'));
  try {
    using database = await Database.open({ scratchDir });
    database.interruptOn(options.signal);
    const checked = await checkSource(database, spec, {
      ...options,
      scratchDir,
      kept: new KeptCopies(),
    });
    options.signal?.throwIfAborted();
    return checked;
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/** What was found of the source, and of the pipeline's sizes beside it. */
export function withSizes(
  spec: PipelineSpec,
  checked: Pick<CheckedSource, 'issues' | 'warnings' | 'notes' | 'isReadable' | 'train'>,
): PreflightResult {
  const sizes = checked.isReadable ? checkSizes(spec, checked.train) : { issues: [], notes: [] };
  return {
    issues: [...checked.issues, ...sizes.issues],
    warnings: checked.warnings,
    notes: [...checked.notes, ...sizes.notes],
  };
}
