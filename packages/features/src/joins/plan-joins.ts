/**
 * Responsible for joins as a plan holds them: the objects of their tables, identified, and what is told of them.
 * Leaves to others: holding reads to it (kept-joins.ts).
 */
import type { Joins, PlannedJoins, PlannedTable } from '@espalier/domain';
import { identifyObjects, sourceDigest } from '../source-identity.js';
import type { InspectedTable } from './inspect-joins.js';

/** @throws EspalierError `features.source-changed` */
export async function planJoins(
  joins: Joins,
  tables: readonly InspectedTable[],
  signal?: AbortSignal,
): Promise<PlannedJoins> {
  const planned: PlannedTable[] = [];
  for (const { uri, objects, columns, cut } of tables) {
    const identified = await identifyObjects(objects, signal);
    const told = (of: typeof identified) => ({
      rows: of.reduce((sum, { footer }) => sum + footer.rows, 0),
      sizeBytes: of.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      digest: sourceDigest([of]),
    });
    const partitions = cut?.labels.map((label) => {
      const own = identified.filter(({ partition }) => partition === label);
      const { digest, ...sizes } = told(own);
      return { label, files: own.length, ...sizes, digest: own.length === 0 ? null : digest };
    });
    planned.push({
      uri,
      objects: identified.map((object) => ({
        uri: object.uri,
        identity: object.identity,
        rowGroups: object.footer.rowGroups.length,
      })),
      columns,
      ...told(identified),
      ...(partitions === undefined ? {} : { partitions }),
    });
  }
  return { ...joins, tables: planned };
}
