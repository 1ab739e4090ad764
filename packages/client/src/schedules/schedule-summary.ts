/** Responsible for what Temporal tells of a schedule, as Espalier's own. Leaves to others: asking it. */
import type { ScheduleDefinition, ScheduleSummary } from '@espalier/domain';
import { scheduleNamed } from '@espalier/workflows';

/** As Temporal lists or describes it. */
interface ToldSchedule {
  readonly scheduleId: string;
  readonly memo?: Readonly<Record<string, unknown>> | undefined;
  readonly state: { readonly paused: boolean; readonly note?: string | undefined };
  readonly info: { readonly nextActionTimes: readonly Date[] };
}

const shownTimes = 3;

/** Null for what is none of Espalier's. */
export function summaryOf({ scheduleId: id, memo, state, info }: ToldSchedule): ScheduleSummary | null {
  const schedule = memo?.schedule as ScheduleDefinition | undefined;
  if (scheduleNamed(id) === null || schedule?.name !== scheduleNamed(id)) return null;
  return {
    schedule,
    isPaused: state.paused,
    note: state.note ?? '',
    nextTimes: info.nextActionTimes.slice(0, shownTimes).map((time) => time.toISOString()),
  };
}
