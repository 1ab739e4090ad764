/** What rank 0 of a gang leaves for the commit: parts under its attempt, and what the manifest's body says of them. */
import type { FitEncoderBody, PartRef, StageMeasurements, TrainBody } from '@espalier/domain';

export interface EncoderOutput {
  readonly parts: readonly PartRef[];
  readonly body: FitEncoderBody;
}

export interface NetworkOutput {
  readonly parts: readonly PartRef[];
  readonly body: TrainBody;
  readonly measured: StageMeasurements;
}
