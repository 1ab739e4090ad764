/** Responsible for pages of artifacts: a cursor names the last one told, so that what comes meanwhile moves no page. */
import type { RunArtifact } from '@espalier/client';
import { EspalierError } from '@espalier/domain';

interface ArtifactPage {
  readonly artifacts: RunArtifact[];
  readonly nextCursor: string | null;
}

/** @param all by stage and name. @throws EspalierError `request.invalid` */
export function pageAfter(
  all: readonly RunArtifact[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): ArtifactPage {
  const last = cursor === undefined ? null : readCursor(cursor);
  const left = last === null ? all : all.filter((each) => isAfter(each, last));
  const artifacts = left.slice(0, limit);
  const end = artifacts.at(-1);
  return { artifacts, nextCursor: left.length > limit && end !== undefined ? cursorOf(end) : null };
}

type Place = Pick<RunArtifact, 'stage' | 'name'>;

function isAfter({ stage, name }: Place, last: Place): boolean {
  return stage === last.stage ? name > last.name : stage > last.stage;
}

function cursorOf({ stage, name }: Place): string {
  return Buffer.from(JSON.stringify([stage, name])).toString('base64url');
}

function readCursor(cursor: string): Place {
  try {
    const [stage, name, ...others] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof stage === 'string' && typeof name === 'string' && others.length === 0) return { stage, name };
  } catch {
    // Told below.
  }
  throw new EspalierError(
    'request.invalid',
    'The cursor is not one that this list has given; begin again without one.',
  );
}
