/** The source's listing becomes shards, and the features are fixed. */
import { slicesOfShards } from '@espalier/domain';
import type { StageDeclaration } from './declaration.js';

export const plan = {
  reads: [],
  work: { kind: 'single' },
  // Looks at the source.
  alwaysRuns: true,
  specPart: ({ source, partitions, features, tasks, encoder: { workers } }) => ({
    source,
    ...(partitions === undefined ? {} : { partitions }),
    features,
    tasks,
    encoder: { workers },
  }),
  // All that it looks at on the way, and none of what only those after it read: its key need name neither.
  touchedBy: ({ model: _network, training: _steps, encoder, tasks, ...spec }) => {
    const {
      publish: _publishing,
      checks: _checks,
      runs: _turns,
      fleet: _place,
      scoring: _warning,
      strict: _refusing,
      ...read
    } = spec;
    return {
      ...read,
      encoder: { workers: encoder.workers },
      tasks: tasks.map(({ group: _tower, lossWeight: _weight, ...task }) => task),
    };
  },
  libraries: ['duckdb'],
  shardsOf: ({ body }) => slicesOfShards(body.shards).length,
  contentOf: ({ warnings: _warnings, notes: _notes, partitions: _told, shards, joins, ...deciding }) => {
    // Where an object lies and how to know it again goes: its content is in `sourceDigest`. What its folders say stays, since it shapes rows.
    const slices = shards.map(({ uri: _place, identity: _object, ...slice }) => slice);
    if (joins === undefined) return { ...deciding, shards: slices };
    const tables = joins.tables.map(({ columns, digest }) => ({ columns, digest }));
    return { ...deciding, shards: slices, joins: { ...joins, tables } };
  },
} as const satisfies StageDeclaration<'plan'>;
