/**
 * Responsible for a finished run as a person reads it: stages, remarks, metrics, the bundle.
 * Leaves to others: the table of metrics (metrics-text.ts), and the same as JSON, which is the report itself.
 */
import type { Remarks } from '@espalier/client';
import type { RunAnnotations, RunReport } from '@espalier/domain';
import { annotationsText } from './annotations-text.js';
import { comparisonText } from './comparison-text.js';
import { reportCurvesText } from './curves-text.js';
import { errorText } from './error-text.js';
import { type Width, wrapped } from './fit-width.js';
import { lastFailureText } from './last-failure-text.js';
import { metricsText } from './metrics-text.js';
import { paceText } from './pace-text.js';
import { paint } from './paint.js';
import { plainTable } from './plain-table.js';
import { durationText } from './quantities.js';
import { remarksText } from './remarks-text.js';
import { retryLines } from './retry-text.js';
import { selectionText } from './selection-text.js';

function stagesTable(report: RunReport, width: Width): string {
  const rows = report.stages.map(({ id, seconds, cached, shards, reason }) => {
    const origin = `${cached ? 'cache' : 'run'}${reason === undefined ? '' : `: ${reason}`}`;
    return [id, durationText(seconds), shards > 0 ? String(shards) : '', origin];
  });
  return plainTable(
    [
      { title: 'stage' },
      { title: 'time', align: 'right' },
      { title: 'shards', align: 'right', weight: 1 },
      { title: 'from', wraps: true },
    ],
    rows,
    width,
  );
}

export interface ReportTextOptions {
  /** False where a live view has shown them already. */
  readonly stages: boolean;
  /** Whether learning curves are drawn. Default false. */
  readonly curves?: boolean;
  /** IDs of its retries, told with the stages. Default: none. */
  readonly retriedAs?: readonly string[];
  /** Told with the stages, too. Default: none. */
  readonly annotations?: RunAnnotations;
  /** Remarks that were shown already. Default: none. */
  readonly told?: Remarks;
  /** Of the terminal; null where there is none. */
  readonly width: Width;
}

export function reportText(report: RunReport, options: ReportTextOptions): string {
  const { told, width } = options;
  const blocks: string[] = [];
  if (options.stages) {
    blocks.push(titleText(report, width));
    const retries = retryLines({ ...report, retriedAs: options.retriedAs ?? [] });
    if (retries.length > 0) blocks.push(retries.join('\n'));
    const said = options.annotations === undefined ? '' : annotationsText(options.annotations, width);
    if (said !== '') blocks.push(said);
    if (report.stages.length > 0) blocks.push(stagesTable(report, width));
  }
  const failures = report.stages.flatMap(({ id, lastFailure }) => {
    const text = lastFailureText(lastFailure);
    return text === null ? [] : [wrapped(`${id}: ${text}`, width, 2)];
  });
  if (options.stages && failures.length > 0) blocks.push(failures.join('\n'));
  const remarks = remarksText({
    warnings: report.warnings.filter((warning) => !told?.warnings.includes(warning)),
    notes: report.notes.filter((note) => !told?.notes.includes(note)),
  });
  if (remarks !== '') blocks.push(wrapped(remarks, width, 2));
  const selection = selectionText(report);
  if (selection !== '') blocks.push(wrapped(selection, width, 2));
  if (options.curves) {
    const curves = reportCurvesText(report, width);
    if (curves !== '') blocks.push(curves);
    const pace = paceText(report, width);
    if (pace !== '') blocks.push(pace);
  }
  if (Object.keys(report.metrics).length > 0) blocks.push(metricsText(report, width));
  if (report.compared !== null) blocks.push(comparisonText(report.compared, width));
  if (report.bundle) blocks.push(bundleText(report.bundle, width));
  if (report.error) blocks.push(errorText(report.error, { width }));
  else if (report.status === 'cancelled') blocks.push('The run was cancelled.');
  return blocks.join('\n\n');
}

function titleText({ pipeline, runId, status }: RunReport, width: Width): string {
  const whole = `${pipeline}  ${runId}  ${status}`;
  if (width === null || whole.length <= width)
    return `${paint.bold(pipeline)}  ${paint.dim(runId)}  ${status}`;
  // The ID begins with the pipeline's name.
  return `${paint.bold(runId)}\n ${status}`;
}

/** Address and digest are for copying, so they are never broken; a narrow terminal leaves out the digest, whose first digits end the address. */
function bundleText({ uri, digest }: NonNullable<RunReport['bundle']>, width: Width): string {
  const lines = [`bundle  ${paint.bold(uri)}`, `        ${paint.dim(digest)}`];
  if (width === null || width >= 8 + digest.length) return lines.join('\n');
  return `bundle\n${paint.bold(uri)}`;
}
