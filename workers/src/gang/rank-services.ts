/** Responsible for what a rank's work is given. */

import type { Settings } from '@espalier/settings';
import type { PipelineSpec } from '@espalier/spec';
import type { StageAttempt, Store } from '@espalier/store';
import type { RankInput } from '@espalier/workflows';
import type { RankReporter } from './rank-reporter.js';

export interface RankServices {
  readonly settings: Settings;
  readonly store: Store;
  readonly spec: PipelineSpec;
  readonly input: RankInput;
  /** The stage's attempt that this rank belongs to: what it writes is refused once a newer one has begun. */
  readonly attempt: StageAttempt;
  readonly scratchDir: string;
  readonly reporter: RankReporter;
}
