/** The name of the stage `tally`, known before any module that lists the stages is loaded. */
import { type StageName, stageNames } from '@espalier/domain';

/** Not among the product's names, so that no type knows it. */
export const tally = 'tally' as StageName;

(stageNames as unknown as StageName[]).push(tally);
