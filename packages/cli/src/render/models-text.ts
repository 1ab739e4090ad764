/** Responsible for models as tables: all of them, their histories, who has seen a partition; and what a change has changed, in a sentence. */
import type { PartitionSeen } from '@espalier/client';
import type { ModelAction, ModelAnswer, ModelChange, ModelState, Replay } from '@espalier/domain';
import type { Width } from './fit-width.js';
import { plainTable } from './plain-table.js';
import { durationText } from './quantities.js';

const none = '-';

export function clockText(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** @param until ISO 8601 */
export function timeLeftText(until: string): string {
  const leftMs = Date.parse(until) - Date.now();
  return leftMs > 0 ? `${durationText(leftMs / 1000)} left` : 'due now';
}

function awaitedText({ awaiting = [] }: ModelState): string {
  const [first] = [...awaiting].sort((a, b) => a.until.localeCompare(b.until));
  return first === undefined ? none : `${first.version} (${timeLeftText(first.until)})`;
}

export function modelListText(models: readonly ModelState[], width: Width): string {
  const right = 'right' as const;
  return plainTable(
    [
      { title: 'model' },
      { title: 'champion', align: right },
      { title: 'challenger', align: right },
      { title: 'previous', align: right, weight: 1 },
      { title: 'versions', align: right, weight: 2 },
      { title: 'held', align: right, weight: 3 },
      { title: 'waits for approval', align: right, weight: 4 },
    ],
    models.map((state) => {
      const { model, champion, challenger, previous, versions, held } = state;
      return [
        model,
        ...[champion, challenger, previous].map((version) => String(version ?? none)),
        ...[String(versions), held.length === 0 ? none : held.slice(-3).join(', '), awaitedText(state)],
      ];
    }),
    width,
  );
}

export function historyText(changes: readonly ModelChange[], width: Width): string {
  return plainTable(
    [
      { title: '#', align: 'right' },
      { title: 'when', weight: 3 },
      { title: 'what' },
      { title: 'champion', weight: 2 },
      { title: 'by', weight: 1 },
      { title: 'why', wraps: true },
    ],
    changes.map((change) => {
      const { number, at, action, version, before, after, by } = change;
      return [
        ...[String(number), clockText(at), `${action} ${version}`],
        before.champion === after.champion ? '' : `${before.champion ?? none} → ${after.champion ?? none}`,
        ...[by, whyText(change)],
      ];
    }),
    width,
  );
}

/** Of a version that became the champion without its golden rows, or in spite of them, that too. */
function whyText({ reason, replay, despiteReplay = false }: ModelChange): string {
  if (replay === undefined || replay.outcome === 'same') return reason;
  const why = replay.why.replace(/\.$/, '');
  return `${reason} (${despiteReplay ? 'despite its golden rows' : 'no golden rows were scored'}: ${why})`;
}

export function seenByText(versions: readonly PartitionSeen[], width: Width): string {
  return plainTable(
    [
      { title: 'model' },
      { title: 'version', align: 'right' },
      { title: 'as' },
      { title: 'content', weight: 1 },
    ],
    versions.map(({ model, version, split, digest }) => [
      ...[model, String(version), split],
      digest.slice('sha256:'.length).slice(0, 12),
    ]),
    width,
  );
}

/** What people ask for. */
type AskedAction = Exclude<ModelAction, 'register' | 'pass-over'>;

export function answerText(action: AskedAction, model: string, answer: ModelAnswer): string {
  const { replay } = answer;
  return `${changeText(action, model, answer)}${replay === undefined ? '' : ` ${replayText(replay)}`}`;
}

function replayText(replay: Replay): string {
  if (replay.outcome === 'same') return `Its ${replay.rows} golden rows score as they did.`;
  const why = replay.why.replace(/\.$/, '');
  switch (replay.outcome) {
    case 'none':
      return `It has no golden rows: ${why}.`;
    case 'undone':
      return `Its golden rows were not scored: ${why}.`;
    case 'differs':
      return `Its golden rows score otherwise: ${why}.`;
  }
}

function changeText(action: AskedAction, model: string, { version, before, after }: ModelAnswer): string {
  switch (action) {
    case 'promote':
      return before.champion === null
        ? `Version ${version} is the first champion of ${model}.`
        : `Version ${version} is the champion of ${model} now, in place of ${before.champion}; \`espalier model rollback ${model}\` goes back.`;
    case 'rollback':
      return `Version ${version} is the champion of ${model} again, in place of ${before.champion}.`;
    case 'approve':
      if (after.champion === version)
        return `Version ${version} is approved, and the champion of ${model} now.`;
      return `Version ${version} of ${model} may be promoted: \`espalier model promote ${model}@${version}\`.`;
    case 'reject':
      return `Version ${version} of ${model} will not be promoted. The champion is ${after.champion ?? 'none'}.`;
  }
}
