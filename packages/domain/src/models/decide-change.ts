/** Responsible for which requests a model grants, and what it is then. Pure. Leaves to others: keeping it, and taking requests in turn. */
import { EspalierError } from '../errors/espalier-error.js';
import type { ModelRegistration, ModelRequest, ModelState } from './model-state.js';

export interface Decision {
  readonly version: number;
  readonly after: ModelState;
}

const without = (versions: readonly number[], version: number) => versions.filter((each) => each !== version);

/**
 * @throws EspalierError `registry.unknown-version`, `registry.already-champion`, `registry.champion-moved`, `registry.rejected-version`,
 *   `registry.gate-failed`, `registry.no-previous`, `registry.is-champion`, `registry.already-decided`
 */
export function decideChange(state: ModelState, request: ModelRequest): Decision {
  switch (request.action) {
    case 'register':
      return registered(state, request.registration);
    case 'promote':
      requireSeenChampion(state, request.seenChampion);
      return promoted(state, request.version);
    case 'rollback':
      requireSeenChampion(state, request.seenChampion);
      return rolledBack(state);
    case 'approve':
      return approved(state, request.version);
    case 'reject':
      return rejected(state, request.version);
    case 'pass-over':
      requireVersion(state, request.version);
      return next(state, request.version, {});
  }
}

function next(state: ModelState, version: number, change: Partial<ModelState>): Decision {
  return { version, after: { ...state, ...change, change: state.change + 1 } };
}

function registered(
  state: ModelState,
  { gates, approval, comparedWith }: Pick<ModelRegistration, 'gates' | 'approval' | 'comparedWith'>,
): Decision {
  const version = state.versions + 1;
  const gateFailed = gates === 'failed';
  const held = gateFailed ? [...state.held, version] : state.held;
  const waits =
    approval === undefined || gateFailed ? [] : [{ version, ...approval, ...compared(comparedWith) }];
  return next(state, version, {
    ...{ versions: version, challenger: version, held },
    ...awaiting([...(state.awaiting ?? []), ...waits], state),
  });
}

const compared = (comparedWith: number | null | undefined) =>
  comparedWith === undefined ? {} : { comparedWith };

/** Models of which no version ever waited have no such list. */
function awaiting(
  versions: NonNullable<ModelState['awaiting']>,
  state: ModelState,
): Pick<ModelState, 'awaiting'> {
  return versions.length === 0 && state.awaiting === undefined ? {} : { awaiting: versions };
}

const withoutAwaited = (state: ModelState, version: number) =>
  awaiting(
    (state.awaiting ?? []).filter((each) => each.version !== version),
    state,
  );

function promoted(state: ModelState, version: number): Decision {
  requireVersion(state, version);
  if (version === state.champion) {
    throw refusal('already-champion', state, version, 'is the champion already');
  }
  if (state.rejected.includes(version)) throw refusal('rejected-version', state, version, 'was rejected');
  if (state.held.includes(version)) throw refusal('gate-failed', state, version, 'did not pass its gates');
  const challenger = state.challenger === version ? null : state.challenger;
  // Whoever approves a version has seen what is newer: no older one takes its place later, by nobody's word.
  const stillAwaited = (state.awaiting ?? []).filter((each) => each.version > version);
  const goesBack = state.champion !== null && version < state.champion;
  return next(state, version, {
    ...{ champion: version, previous: state.champion, challenger },
    ...awaiting(goesBack ? overruled(stillAwaited, state) : stillAwaited, state),
  });
}

/** By the change that goes back to an older champion: whoever does that has not seen what waits as better. */
function overruled(
  versions: NonNullable<ModelState['awaiting']>,
  { change }: ModelState,
): NonNullable<ModelState['awaiting']> {
  return versions.map((each) => ({ ...each, wentBack: change + 1 }));
}

function rolledBack(state: ModelState): Decision {
  const { model, previous } = state;
  if (previous === null) {
    throw new EspalierError('registry.no-previous', `${model} has no previous champion to go back to.`, {
      details: { model, champion: state.champion },
    });
  }
  return next(state, previous, {
    ...{ champion: previous, previous: null },
    ...awaiting(overruled(state.awaiting ?? [], state), state),
  });
}

function approved(state: ModelState, version: number): Decision {
  requireVersion(state, version);
  if (state.approved.includes(version))
    throw refusal('already-decided', state, version, 'is approved already');
  return next(state, version, {
    approved: [...state.approved, version],
    held: without(state.held, version),
    rejected: without(state.rejected, version),
    ...withoutAwaited(state, version),
  });
}

function rejected(state: ModelState, version: number): Decision {
  requireVersion(state, version);
  if (state.rejected.includes(version))
    throw refusal('already-decided', state, version, 'is rejected already');
  if (state.champion === version) throw refusal('is-champion', state, version, 'is the champion');
  return next(state, version, {
    rejected: [...state.rejected, version],
    approved: without(state.approved, version),
    held: without(state.held, version),
    challenger: state.challenger === version ? null : state.challenger,
    previous: state.previous === version ? null : state.previous,
    ...withoutAwaited(state, version),
  });
}

function requireVersion({ model, versions }: ModelState, version: number): void {
  if (Number.isInteger(version) && version >= 1 && version <= versions) return;
  const known = versions === 0 ? 'it has none yet' : `they are 1 to ${versions}`;
  throw new EspalierError('registry.unknown-version', `${model} has no version ${version}: ${known}.`, {
    details: { model, version, versions },
  });
}

function requireSeenChampion({ model, champion }: ModelState, seen: number | null | undefined): void {
  if (seen === undefined || seen === champion) return;
  const named = (version: number | null) => (version === null ? 'none' : String(version));
  throw new EspalierError(
    'registry.champion-moved',
    `The champion of ${model} was ${named(seen)} when this was asked for, and is ${named(champion)} now.`,
    { details: { model, seenChampion: seen, champion } },
  );
}

function refusal(
  code: 'already-champion' | 'rejected-version' | 'gate-failed' | 'is-champion' | 'already-decided',
  { model }: ModelState,
  version: number,
  why: string,
): EspalierError {
  return new EspalierError(`registry.${code}`, `Version ${version} of ${model} ${why}.`, {
    details: { model, version },
  });
}
