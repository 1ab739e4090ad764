/** Responsible for asking a run to stop, of whoever may. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { AskDialog } from '../design/ask-dialog.js';
import { Button } from '../design/button.js';

export function CancelRun({ runId }: { readonly runId: string }) {
  const mayCancel = useMayOperate({ isOfTeams: true });
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  if (!mayCancel) return null;
  const cancel = async (reason: string) => {
    const body = reason === '' ? {} : { reason };
    await answered(api.POST('/v1/runs/{runId}/cancel', { params: { path: { runId } }, body }));
    await Promise.all([
      client.invalidateQueries({ queryKey: ['runs'] }),
      client.invalidateQueries({ queryKey: ['run', runId] }),
    ]);
  };
  return (
    <>
      <Button onClick={() => setAsked(true)} aria-label={`Cancel ${runId}`}>
        Cancel
      </Button>
      {isAsked && (
        <AskDialog
          title={`Cancel ${runId}?`}
          verb="Cancel the run"
          isDanger
          reason={{ label: 'Why (optional)', isNeeded: false }}
          onLeave={() => setAsked(false)}
          onSure={cancel}
        >
          <p>Its stages stop and clean up. What stages have finished stays in the cache.</p>
        </AskDialog>
      )}
    </>
  );
}
