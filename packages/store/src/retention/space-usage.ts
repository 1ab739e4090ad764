/** Responsible for what takes the bucket's space, and for which pipeline. Leaves to others: removing any of it (collect-garbage.ts). */
import { runNamed } from '@espalier/domain';
import type { Store } from '../store.js';
import { requireKnownLayout } from '../store-identity.js';
import { type KnownRuns, type Marks, markRoots } from './mark-roots.js';
import type { Owner } from './named-objects.js';
import { isCheckpoint, isRecord, type Retention } from './run-keeping.js';
import { Tallies, type Tally } from './tallies.js';

export interface SpaceUsage {
  readonly total: Tally;
  /** `cache: STAGE`, `bundles`, `models`, `runs`, `checkpoints`, `records`, `unnamed`, `other`. */
  readonly byKind: Readonly<Record<string, Tally>>;
  readonly byPipeline: Readonly<Record<string, Tally>>;
}

export interface UsageOptions extends Retention {
  readonly runs: KnownRuns;
}

const unnamed = 'unnamed';

/** @throws EspalierError as `collectGarbage` */
export async function spaceUsage(store: Store, options: UsageOptions): Promise<SpaceUsage> {
  await requireKnownLayout(store);
  const marks = await markRoots(store, options.runs, { ...options, nowMs: Date.now(), graceMs: 0 });
  const kinds = new Tallies();
  const pipelines = new Tallies();
  for await (const { key, sizeBytes } of store.walk('')) {
    const { kind, pipeline } = ownerOf(key, marks);
    kinds.add(kind, sizeBytes);
    pipelines.add(pipeline, sizeBytes);
  }
  return { total: kinds.total(), byKind: kinds.byName(), byPipeline: pipelines.byName() };
}

function ownerOf(key: string, { named, keeping }: Marks): Owner {
  const owner = named.ownerOf(key);
  if (owner !== null) return owner;
  const [area = '', name = ''] = key.split('/');
  switch (area) {
    case 'objects':
      return { kind: unnamed, pipeline: '' };
    case 'bundles':
      return { kind: 'bundles', pipeline: name };
    case 'cache':
      return {
        kind: 'records',
        pipeline: key.startsWith('cache/latest/') ? decodeURIComponent(key.split('/')[2] ?? '') : '',
      };
    case 'pipelines':
      return { kind: 'records', pipeline: name };
    case 'backfills':
      return { kind: 'records', pipeline: name.slice(0, name.lastIndexOf('-backfill-')) };
    case 'models':
    case 'lineage':
    case 'store.json':
    case 'access':
    case 'audit':
    case 'requests':
    case 'environments':
      return { kind: 'records', pipeline: '' };
    case 'runs': {
      const pipeline = runNamed(name)?.pipeline ?? '';
      const kept = keeping.get(name) ?? 'all';
      if (isRecord(key) && kept !== 'nothing') return { kind: 'records', pipeline };
      if (kept !== 'all') return { kind: unnamed, pipeline };
      return { kind: isCheckpoint(key) ? 'checkpoints' : 'runs', pipeline };
    }
    default:
      return { kind: 'other', pipeline: '' };
  }
}
