/** Responsible for stopping a backfill, and for running again what did not succeed; of whoever may. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import { Button } from '../design/button.js';

interface BackfillActionsProps {
  readonly id: string;
  readonly status: Schemas['BackfillListing']['status'];
}

export function BackfillActions({ id, status }: BackfillActionsProps) {
  const mayChange = useMayOperate({ isOfTeams: false });
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  if (!mayChange || status === 'succeeded') return null;
  const params = { path: { backfillId: id } };
  const leave = () => setAsked(false);
  const change = async (reason: string) => {
    if (status === 'running') {
      await answered(api.POST('/v1/backfills/{backfillId}/cancel', { params, body: { reason } }));
    } else {
      await answered(api.POST('/v1/backfills/{backfillId}/resume', { params }));
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: ['backfills'] }),
      client.invalidateQueries({ queryKey: ['backfill', id] }),
    ]);
  };
  return (
    <div>
      <Button kind={status === 'running' ? 'danger' : 'plain'} onClick={() => setAsked(true)}>
        {status === 'running' ? 'Cancel' : 'Resume'}
      </Button>
      {isAsked && status === 'running' && (
        <AskDialog
          title="Cancel the backfill?"
          verb="Cancel the backfill"
          isDanger
          reason={{ label: 'Why', isNeeded: true }}
          onLeave={leave}
          onSure={change}
        >
          <p>Nothing further is begun, and its runs are cancelled. It can be resumed.</p>
        </AskDialog>
      )}
      {isAsked && status !== 'running' && (
        <AskDialog title="Resume the backfill?" verb="Resume" onLeave={leave} onSure={change}>
          <p>Runs the days that did not succeed or were not reached.</p>
        </AskDialog>
      )}
    </div>
  );
}
