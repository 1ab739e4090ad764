/** Responsible for what a start is shown to whoever has to allow it. Leaves to others: allowing it (server). */
import type { LoadedSpec, PipelineSpec } from '@espalier/spec';

/** What a run is made of; read only where it is asked for. */
export interface StartBasis {
  /** As registered, or as the run that is retried had it: without what was asked for this one. @throws EspalierError `spec.invalid` */
  unchanged(): PipelineSpec;
  /** Of the version of the registered pipeline that counts now; null for a retry of a file's run. @throws EspalierError `spec.invalid` */
  counting(): PipelineSpec | null;
}

/** Throws where the run may not be started. */
export type StartCheck = (loaded: LoadedSpec, basis: StartBasis) => void;
