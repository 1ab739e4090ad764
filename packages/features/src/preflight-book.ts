/**
 * Responsible for preflight of many runs over one source: what was found of it holds for as long as its listings are the same.
 * Leaves to others: the look itself (preflight.ts). A run's plan looks for itself, and is held to what that found.
 */
import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from '@espalier/domain';
import type { PipelineSpec } from '@espalier/spec';
import { type CheckedSource, heldToSource } from './check-source.js';
import { type Listed, listPlace } from './list-place.js';
import { lookAtSource, type PreflightOptions, type PreflightResult, withSizes } from './preflight.js';

/** What was found of a source without a mistake, and the listings that it rests on: every object with its entity tag, or its times and inode. */
interface Look {
  readonly listings: readonly Listed[];
  readonly found: Pick<CheckedSource, 'issues' | 'warnings' | 'notes' | 'isReadable' | 'train'>;
}

/** Sources that are remembered; the one that was asked for longest ago goes first. */
const mostLooks = 16;
/** A look at more objects than this is not kept: their footers would be most of what the process holds. */
const mostObjects = 1_000;

export class PreflightBook {
  readonly #looks = new Map<string, Look>();

  constructor(private readonly look: typeof lookAtSource = lookAtSource) {}

  /**
   * As `preflight`, of a source that is looked at once while it stays as it is.
   * @throws EspalierError as `preflight`
   */
  async preflight(spec: PipelineSpec, options: PreflightOptions): Promise<PreflightResult> {
    const held = heldToSource(spec);
    const key = canonicalJson({ held, baseDir: options.baseDir, lookAtRows: options.lookAtRows !== false });
    const known = this.#looks.get(key);
    if (known !== undefined && (await isUnchanged(known, options))) {
      this.#keep(key, known);
      return withSizes(spec, known.found);
    }
    const listings: Listed[] = [];
    const found = await this.look(held, { ...options, onListed: (listed) => listings.push(listed) });
    const objects = listings.reduce((sum, { listing }) => sum + listing.objects.length, 0);
    this.#looks.delete(key);
    if (found.issues.length === 0 && objects <= mostObjects) {
      const { issues, warnings, notes, isReadable, train } = found;
      this.#keep(key, { listings, found: { issues, warnings, notes, isReadable, train } });
    }
    return withSizes(spec, found);
  }

  #keep(key: string, look: Look): void {
    this.#looks.delete(key);
    this.#looks.set(key, look);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > mostLooks && oldest !== undefined) this.#looks.delete(oldest);
  }
}

/** A listing that fails is no longer the same: the look that follows tells why. */
async function isUnchanged({ listings }: Look, options: PreflightOptions): Promise<boolean> {
  for (const { place, listing } of listings) {
    const now = await listPlace(place, options).catch(() => null);
    options.signal?.throwIfAborted();
    if (!isDeepStrictEqual(now, listing)) return false;
  }
  return true;
}
