/** Responsible for deciding on versions of a model, each for a reason that stays in its history; of whoever may. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import { Button } from '../design/button.js';
import { type ModelAction, type OfferedChange, offeredChanges } from './offered.js';

const verbs: Readonly<Record<ModelAction, string>> = {
  promote: 'Promote',
  approve: 'Approve',
  reject: 'Reject',
  rollback: 'Roll back',
};

export function ModelActions({ model }: { readonly model: Schemas['Model'] }) {
  const mayDecide = useMayOperate({ isOfTeams: false });
  const [asked, setAsked] = useState<OfferedChange | null>(null);
  if (!mayDecide) return null;
  return (
    <>
      {offeredChanges(model).map((change, place) => (
        <Button
          key={`${change.action} ${change.version}`}
          kind={place === 0 && change.action !== 'rollback' ? 'main' : 'plain'}
          onClick={() => setAsked(change)}
        >
          {verbs[change.action]}
          {change.version === null ? '' : ` @${change.version}`}
        </Button>
      ))}
      {asked !== null && <ChangeDialog model={model} change={asked} onLeave={() => setAsked(null)} />}
    </>
  );
}

interface ChangeDialogProps {
  readonly model: Schemas['Model'];
  readonly change: OfferedChange;
  readonly onLeave: () => void;
}

function ChangeDialog({ model, change: { action, version }, onLeave }: ChangeDialogProps) {
  const client = useQueryClient();
  // As it was when the person decided: what happens meanwhile is not theirs.
  const [seen] = useState(model);
  const change = async (reason: string) => {
    const params = { path: { name: seen.model } };
    const which = version === null ? {} : { version };
    switch (action) {
      case 'promote':
        await answered(
          api.POST('/v1/models/{name}/promote', {
            params,
            body: { ...which, reason, seenChampion: seen.champion },
          }),
        );
        break;
      case 'approve':
        await answered(api.POST('/v1/models/{name}/approve', { params, body: { ...which, reason } }));
        break;
      case 'reject':
        await answered(api.POST('/v1/models/{name}/reject', { params, body: { ...which, reason } }));
        break;
      case 'rollback':
        await answered(api.POST('/v1/models/{name}/rollback', { params, body: { reason } }));
        break;
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: ['model', seen.model] }),
      client.invalidateQueries({ queryKey: ['models'] }),
      client.invalidateQueries({ queryKey: ['notifications'] }),
    ]);
  };
  return (
    <AskDialog
      title={`${verbs[action]} ${seen.model}${version === null ? '' : `@${version}`}?`}
      verb={verbs[action]}
      isDanger={action === 'reject' || action === 'rollback'}
      reason={{ label: 'Why', isNeeded: true }}
      onLeave={onLeave}
      onSure={change}
    >
      <p>{consequence(action, version, seen)}</p>
    </AskDialog>
  );
}

function consequence(
  action: ModelAction,
  version: number | null,
  { champion, previous }: Schemas['Model'],
): string {
  switch (action) {
    case 'promote':
      return champion === null
        ? `@${version} becomes the first champion, once its golden rows score as they did.`
        : `@${version} takes the place of @${champion}, once its golden rows score as they did. You can roll back.`;
    case 'approve':
      return `Vouches for @${version}, whatever its gates said. A version that waits for approval becomes the champion.`;
    case 'reject':
      return `@${version} is not promoted by anything, unless somebody approves it.`;
    case 'rollback':
      return `@${previous} becomes the champion again in place of @${champion}, once its golden rows score as they did.`;
  }
}
