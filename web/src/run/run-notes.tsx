/** Responsible for what people have said of a run, and for saying more. */
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.js';
import { useMayOperate } from '../api/session.js';
import { Button } from '../design/button.js';
import { Problem } from '../design/notice.js';
import { Panel } from '../design/panel.js';
import { Moment } from '../time/moment.js';
import styles from './run-notes.module.css';
import { runQuery } from './run-query.js';
import type { Run } from './standing.js';

const mostCharacters = 2_000;

export function RunNotes({ run }: { readonly run: Run }) {
  const mayNote = useMayOperate({ isOfTeams: true });
  const { notes } = run.annotations;
  if (notes.length === 0 && !mayNote) return null;
  return (
    <Panel title="Notes">
      <ul className={styles.notes}>
        {notes.map(({ text, by, at }) => (
          <li key={`${at} ${text}`}>
            <p>{text}</p>
            <p className={styles.by}>
              {by}, <Moment at={at} />
            </p>
          </li>
        ))}
      </ul>
      {mayNote && <NewNote runId={run.runId} />}
    </Panel>
  );
}

function NewNote({ runId }: { readonly runId: string }) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    try {
      const params = { path: { runId } };
      await answered(api.POST('/v1/runs/{runId}/notes', { params, body: { text: text.trim() } }));
      setText('');
      await client.invalidateQueries({ queryKey: runQuery(runId).queryKey });
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => void add(event)}>
      <input
        aria-label="A note of this run"
        value={text}
        required
        maxLength={mostCharacters}
        placeholder="What the next person should know"
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit">Add</Button>
      {error !== null && <Problem error={error} />}
    </form>
  );
}
