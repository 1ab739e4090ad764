/**
 * Responsible for what samples show of counts as of arrival: records that had arrived before their own moment, records that arrive too late to be
 * seen, rows whose windows reach beyond the partitions of the log that are read.
 * Leaves to others: mistakes that are certain (check-joins.ts).
 */
import { isSameName, type Joins } from '@espalier/domain';
import { partitionSpan } from '@espalier/partitions';
import { durationSeconds, type PipelineSpec, type SpecIssue } from '@espalier/spec';
import { timeKindOf } from '../column-kinds.js';
import type { Database } from '../database.js';
import type { InspectedObject } from '../inspect-source.js';
import type { PartitionedSource } from '../list-partitions.js';
import { sampleSource } from '../sample-blocks.js';
import type { SourceAccess } from '../source-bytes.js';
import type { InspectedTable } from './inspect-joins.js';
import { asOfSql, knownSql } from './moments.js';

type CountSpec = NonNullable<PipelineSpec['features']['counts']>[number];

const sampledRows = 20_000;
const usOfSecond = 1_000_000;

/** @param specs of the counts, in their order */
export async function arrivalRemarks(
  database: Database,
  joins: Joins,
  specs: readonly CountSpec[],
  tables: readonly InspectedTable[],
  access: SourceAccess,
): Promise<{ readonly warnings: SpecIssue[]; readonly notes: string[] }> {
  const warnings: SpecIssue[] = [];
  const notes: string[] = [];
  const seen = new Set<string>();
  for (const [index, { arrived, table }] of joins.counts.entries()) {
    const found = tables[table];
    const { asOf } = joins;
    const own = found?.objects[0]?.columns.find(({ name }) => asOf !== null && isSameName(name, asOf.name));
    if (found === undefined || own === undefined || isSameName(own.name, arrived.name)) continue;
    if (timeKindOf(own.duckdbType) !== 'moment') continue;
    const lateText = specs[index]?.of.late;
    if (seen.has(`${table} ${arrived.name} ${lateText}`)) continue;
    seen.add(`${table} ${arrived.name} ${lateText}`);
    const lateUs = lateText === undefined ? 0 : durationSeconds(lateText) * usOfSecond;
    const sum = { early: 0, late: 0, rows: 0, latestUs: 0 };
    const columns = [own.name, arrived.name];
    const plain = { ...access, joins: null };
    await sampleSource(database, found.objects, { rows: sampledRows, columns }, plain).each(async (part) => {
      const lateness = `(${knownSql(arrived)}) - (${asOfSql(own)})`;
      const told = await database.row<{ early: number; late: number; rows: number; latest: number | null }>(
        `SELECT (count(*) FILTER (by_us < 0))::DOUBLE AS early, (count(*) FILTER (by_us > ${lateUs}))::DOUBLE AS late,
           count(*)::DOUBLE AS "rows", max(by_us)::DOUBLE AS latest FROM (SELECT ${lateness} AS by_us FROM ${part} AS source)`,
      );
      sum.early += told.early;
      sum.late += told.late;
      sum.rows += told.rows;
      sum.latestUs = Math.max(sum.latestUs, told.latest ?? 0);
    });
    if (sum.early > 0) {
      const message = `of ${count(sum.rows)} sampled rows of ${found.uri}, ${count(sum.early)} had arrived (\`${arrived.name}\`) before their own \`${own.name}\`: each counts for itself, so that the model is told what the row says`;
      warnings.push({ path: `features.counts[${index}].of.arrived`, code: 'early-arrival', message });
    }
    if (sum.late > 0 && found.cut !== null) {
      const share = `${((100 * sum.late) / sum.rows).toPrecision(2)} %`;
      const beyond = lateText === undefined ? '' : ` more than \`late\` (${lateText})`;
      notes.push(
        `${share} of ${count(sum.rows)} sampled rows of ${found.uri} arrived${beyond} after their \`${own.name}\`, by up to ${hours(sum.latestUs)}: of those that lie before the first partition that is read, none is counted; a longer \`late\` reads more.`,
      );
    }
  }
  return { warnings, notes };
}

/** Rows of the source whose windows are not whole in the partitions of a log that are read: their counts are too low. */
export async function windowRemarks(
  database: Database,
  joins: Joins,
  specs: readonly CountSpec[],
  tables: readonly InspectedTable[],
  objects: readonly InspectedObject[],
  access: SourceAccess,
): Promise<SpecIssue[]> {
  const { asOf } = joins;
  const cuts = joins.counts.flatMap(({ table }, index) => {
    const [cut, spec] = [tables[table]?.cut ?? null, specs[index]];
    return cut === null || spec === undefined ? [] : [{ index, cut, ...wholeWindows(cut, spec) }];
  });
  if (asOf === null || cuts.length === 0) return [];
  const outside = cuts.map(() => 0);
  let rows = 0;
  const plain = { ...access, joins: null };
  await sampleSource(database, objects, { rows: sampledRows, columns: [asOf.name] }, plain).each(
    async (part) => {
      const sums = cuts.map(
        ({ firstUs, lastUs }, at) =>
          `(count(*) FILTER (moment < ${firstUs} OR moment > ${lastUs}))::DOUBLE AS outside${at}`,
      );
      const told = await database.row<Record<string, number>>(
        `SELECT count(*)::DOUBLE AS "rows", ${sums.join(', ')} FROM (SELECT ${asOfSql(asOf)} AS moment FROM ${part} AS source)`,
      );
      rows += told.rows ?? 0;
      for (const at of outside.keys()) outside[at] = (outside[at] ?? 0) + (told[`outside${at}`] ?? 0);
    },
  );
  return cuts.flatMap(({ index, cut }, at) => {
    const some = outside[at] ?? 0;
    if (some === 0) return [];
    const [first, last] = [cut.labels[0], cut.labels.at(-1)];
    const message = `of ${count(rows)} sampled rows, ${count(some)} have a \`${asOf.name}\` whose window is not whole in what is read of ${cut.uri} (${first} to ${last}): their counts are too low. Rows lie in the partition of their own \`${asOf.name}\`, in the time zone of \`partitions\` (${cut.scheme.timezone})`;
    return [{ path: `features.counts[${index}].of`, code: 'window-not-read', message }];
  });
}

/** The first and the last moment, in microseconds, at which all that may count lies in the partitions that are read. */
function wholeWindows(cut: PartitionedSource, { over, of }: CountSpec): { firstUs: number; lastUs: number } {
  const spans = cut.labels.map((label) => partitionSpan(label, cut.scheme));
  const startMs = Math.min(...spans.map((span) => span.startMs));
  const endMs = Math.max(...spans.map((span) => span.endMs));
  const backSeconds = durationSeconds(over) + (of.late === undefined ? 0 : durationSeconds(of.late));
  return { firstUs: (startMs + backSeconds * 1000) * 1000, lastUs: endMs * 1000 };
}

const count = (value: number) => value.toLocaleString('en-US');

function hours(us: number): string {
  const whole = Math.ceil(us / usOfSecond / 3600);
  return whole === 1 ? 'an hour' : `${count(whole)} hours`;
}
