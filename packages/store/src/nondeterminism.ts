/**
 * Responsible for saying how two results of one stage key differ: which stage, from which inputs, whose, in what, and the way out.
 * Leaves to others: finding that they do (stage-cache.ts).
 */
import { EspalierError, type StageManifest } from '@espalier/domain';
import { digestHex } from './digest.js';
import type { StageKeyComponents } from './stage-key.js';

/** Named in the message; the rest is counted. */
const namedParts = 3;
/** Kept in the details: an error travels with the run's history. */
const keptParts = 20;
/** Digits of a digest that tell it from all others there will be. */
const digits = 16;

/** @param inputs what both were made from, by a name for people */
export function nondeterministic(
  earlier: StageManifest,
  now: StageManifest,
  inputs: StageKeyComponents['inputs'],
): EspalierError {
  const before = new Map(earlier.parts.map((part) => [part.name, part]));
  const after = new Map(now.parts.map((part) => [part.name, part]));
  const parts = [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name)?.digest !== after.get(name)?.digest)
    .map((name) => ({ name, earlier: before.get(name) ?? null, now: after.get(name) ?? null }));
  const { stage, key } = now;
  const short = digestHex(key).slice(0, digits);
  const named = parts.slice(0, namedParts).map(({ name }) => name);
  const more = parts.length > namedParts ? ` and ${parts.length - namedParts} more parts` : '';
  const from = Object.entries(inputs).map(
    ([name, digest]) => `${name} ${digestHex(digest).slice(0, digits)}`,
  );
  const [earlierRun, run] = [runOf(earlier), runOf(now)];
  const who = earlierRun === null ? 'an earlier computation' : `run ${earlierRun}`;
  const inputsText = from.length === 0 ? 'the same inputs' : `the same inputs (${from.join(', ')})`;
  return new EspalierError(
    'store.nondeterministic',
    `Stage ${stage} gave other bytes than ${who} did from ${inputsText}, in ${named.join(', ')}${more}. ` +
      `To go on without the earlier result: espalier cache drop ${stage} ${short}`,
    {
      details: {
        stage,
        key,
        run,
        earlierRun,
        inputs,
        differingParts: parts.length,
        parts: parts.slice(0, keptParts),
      },
    },
  );
}

/** The run that computed a result; of one by an earlier version as the keys of its parts tell, null where it has none. */
export function runOf({ run, parts }: StageManifest): string | null {
  if (run !== undefined) return run;
  return /^runs\/([^/]+)\//.exec(parts[0]?.key ?? '')?.[1] ?? null;
}
