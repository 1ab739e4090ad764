/** What a small stage is that counts the source's rows, shard by shard; and its line in the registry. */
import { type StageDeclaration, stageDeclarations } from '@espalier/spec/stages';
import { tally } from './stage-name.js';

export interface TallyBody {
  readonly tallyPart: string;
  readonly shards: number;
}

const declaration: StageDeclaration = {
  reads: ['plan'],
  work: { kind: 'fan-out' },
  specPart: ({ seed }) => ({ seed }),
  libraries: ['duckdb'],
  shardsOf: ({ body }) => (body as unknown as TallyBody).shards,
};

Object.assign(stageDeclarations, { [tally]: declaration });
