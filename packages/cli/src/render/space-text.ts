/**
 * Responsible for used and freed space as people read it.
 * Leaves to others: counting it (store).
 */
import type { GarbageReport, SpaceUsage } from '@espalier/store';
import { type Width, wrapped } from './fit-width.js';
import { plainTable } from './plain-table.js';
import { sizeText } from './quantities.js';

type Tallies = GarbageReport['freedByKind'];

/** How old things may be, as typed. */
interface Ages {
  readonly keep: string;
  readonly keepReports: string;
  readonly keepCached: string;
  readonly grace: string;
}

function objectsText(count: number): string {
  return count === 1 ? '1 object' : `${count.toLocaleString('en')} objects`;
}

/** The largest first. */
function tallyTable(title: string, tallies: Tallies, width: Width, nameless: string): string {
  const rows = Object.entries(tallies)
    .sort(([, a], [, b]) => b.sizeBytes - a.sizeBytes)
    .map(([name, { objects, sizeBytes }]) => [
      name === '' ? nameless : name,
      objects.toLocaleString('en'),
      sizeText(sizeBytes),
    ]);
  return plainTable(
    [
      { title, wraps: true },
      { title: 'objects', align: 'right', weight: 1 },
      { title: 'size', align: 'right' },
    ],
    rows,
    width,
  );
}

export function usageText({ total, byKind, byPipeline }: SpaceUsage, width: Width): string {
  if (total.objects === 0) return 'The bucket is empty.';
  const lines = [
    tallyTable('what', byKind, width, ''),
    '',
    tallyTable('pipeline', byPipeline, width, '(none)'),
    '',
    `${sizeText(total.sizeBytes)} in ${objectsText(total.objects)}.`,
  ];
  if (byKind.unnamed !== undefined) {
    lines.push(
      'Nothing needs what is unnamed, unless a run is at it: `espalier gc` frees it once it is old enough.',
    );
  }
  return lines.map((line) => wrapped(line, width)).join('\n');
}

export function garbageText(report: GarbageReport, ages: Ages, width: Width): string {
  const { dryRun, freed, freedByKind, kept, forgotten, runs, oldestOpen } = report;
  const would = dryRun ? 'Would free' : 'Freed';
  const lines = [`${would} ${sizeText(freed.sizeBytes)} in ${objectsText(freed.objects)}.`];
  if (freed.objects > 0) lines.push('', tallyTable(dryRun ? 'would go' : 'went', freedByKind, width, ''));
  const reasons: Readonly<Record<string, string>> = {
    named: 'needed by runs or the cache',
    recent: `younger than ${ages.grace}, or still shared by writers of today`,
    'may belong to a run that goes on': 'may belong to a run that goes on',
  };
  if (Object.keys(kept).length > 0) {
    const told = Object.entries(kept).map(([why, tally]) => [reasons[why] ?? why, tally]);
    lines.push('', tallyTable('kept', Object.fromEntries(told), width, ''));
  }
  lines.push(
    '',
    `Runs: ${runs.all} go on, ${runs.results} keep what they made (${ages.keep}), ` +
      `${runs.report} their report (${ages.keepReports}), ${runs.nothing} nothing.`,
  );
  if (forgotten > 0) {
    const results = forgotten === 1 ? '1 cached result' : `${forgotten.toLocaleString('en')} cached results`;
    lines.push(
      `${results} that no run has used for ${ages.keepCached} ${dryRun ? 'would be' : forgotten === 1 ? 'is' : 'are'} forgotten: freed by the first gc after ${ages.grace}.`,
    );
  }
  if (oldestOpen !== null) {
    const since = `${new Date(oldestOpen.startedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const { runId, isKnown } = oldestOpen;
    const why = isKnown
      ? `${runId} goes on since ${since}`
      : `${runId} of ${since} recorded no end and Temporal does not know it; for ${ages.keep} it counts as going on`;
    lines.push(`${why}: nothing that was written since then goes.`);
  }
  return lines.map((line) => wrapped(line, width)).join('\n');
}
