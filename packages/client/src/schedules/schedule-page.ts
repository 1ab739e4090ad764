/**
 * Responsible for the list of schedules by the page: one request to Temporal for each, however many there are.
 * Leaves to others: what a schedule says of itself (schedule-summary.ts).
 */
import type { ScheduleSummary } from '@espalier/domain';
import { type AskedPage, badCursor, cursorOf, type Page, placeOf } from '@espalier/store';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { summaryOf } from './schedule-summary.js';

const invalidArgument = 3;
const list = 'schedules';

/**
 * In Temporal's order. What is none of Espalier's is left out, so that a page may hold fewer than were asked for.
 * @throws EspalierError `request.invalid` for a cursor of another list
 */
export async function schedulePage(
  { workflowService, options }: Client,
  { limit, cursor }: AskedPage,
): Promise<Page<ScheduleSummary>> {
  const page = await workflowService
    .listSchedules({
      namespace: options.namespace,
      maximumPageSize: limit,
      nextPageToken: cursor === undefined ? new Uint8Array(0) : placeOf(list, cursor),
    })
    .catch((error: unknown) => {
      if (cursor === undefined || !isGrpcServiceError(error) || error.code !== invalidArgument) throw error;
      throw badCursor();
    });
  const token = page.nextPageToken ?? new Uint8Array(0);
  const items = (page.schedules ?? []).flatMap(({ scheduleId, memo, info }) => {
    const told = memo?.fields?.schedule;
    return (
      summaryOf({
        scheduleId: scheduleId ?? '',
        memo: { schedule: told ? defaultPayloadConverter.fromPayload(told) : undefined },
        state: { paused: info?.paused === true, note: info?.notes ?? '' },
        info: { nextActionTimes: (info?.futureActionTimes ?? []).map(timeOf) },
      }) ?? []
    );
  });
  return { items, nextCursor: token.length === 0 ? null : cursorOf(list, token) };
}

function timeOf({ seconds }: { readonly seconds?: unknown }): Date {
  return new Date(Number(seconds ?? 0) * 1000);
}
