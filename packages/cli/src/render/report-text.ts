/**
 * Responsible for a finished run as a person reads it: stages, remarks, metrics, the bundle.
 * Leaves to others: the table of metrics (metrics-text.ts), and the same as JSON, which is the report itself.
 */
import type { Remarks } from '@espalier/client';
import type { RunReport } from '@espalier/domain';
import { errorText } from './error-text.js';
import { metricsText } from './metrics-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { durationText } from './quantities.js';
import { remarksText } from './remarks-text.js';
import { selectionText } from './selection-text.js';

function stagesTable(report: RunReport): string {
  const table = plainTable(['stage', 'time', 'shards', 'from'], 1, 3);
  for (const { name, seconds, cached, shards, reason } of report.stages) {
    const origin = `${cached ? 'cache' : 'run'}${reason === undefined ? '' : `: ${reason}`}`;
    table.push([name, durationText(seconds), shards > 0 ? String(shards) : '', origin]);
  }
  return table.toString();
}

export interface ReportTextOptions {
  /** False where a live view has shown them already. */
  readonly stages: boolean;
  /** Remarks that were shown already. Default: none. */
  readonly told?: Remarks;
}

export function reportText(report: RunReport, options: ReportTextOptions): string {
  const blocks: string[] = [];
  if (options.stages) {
    blocks.push(`${paint.bold(report.pipeline)}  ${paint.dim(report.runId)}  ${report.status}`);
    if (report.stages.length > 0) blocks.push(stagesTable(report));
  }
  const { told } = options;
  const remarks = remarksText({
    warnings: report.warnings.filter((warning) => !told?.warnings.includes(warning)),
    notes: report.notes.filter((note) => !told?.notes.includes(note)),
  });
  if (remarks !== '') blocks.push(remarks);
  const selection = selectionText(report);
  if (selection !== '') blocks.push(selection);
  if (Object.keys(report.metrics).length > 0) blocks.push(metricsText(report));
  if (report.bundle)
    blocks.push(`bundle  ${paint.bold(report.bundle.uri)}\n        ${paint.dim(report.bundle.digest)}`);
  if (report.error) blocks.push(errorText(report.error));
  else if (report.status === 'cancelled') blocks.push('The run was cancelled.');
  return blocks.join('\n\n');
}
