/** Responsible for the form of a run: which pipeline, for which partition, with which settings, and what is said of it. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { Problem } from '../design/notice.js';
import { isCutByTime, tagsOf } from './changes.js';
import { SettingChanges } from './setting-changes.js';
import type { StartAsk } from './start-ask.js';
import styles from './start-form.module.css';
import { lastSettingsQuery, pipelineQuery, pipelinesQuery } from './start-query.js';

interface StartFormProps {
  readonly ask: StartAsk;
  readonly onChange: (ask: StartAsk) => void;
}

const mostCharacters = { text: 200_000, partition: 40, sample: 20, note: 2_000, tags: 2_000 };

export function StartForm({ ask, onChange }: StartFormProps) {
  const change = (over: Partial<StartAsk>) => onChange({ ...ask, ...over });
  const isText = ask.of === 'text';
  const hasPipeline = !isText && ask.pipeline !== '';
  const last = useQuery({ ...lastSettingsQuery(ask.pipeline), enabled: hasPipeline });
  const { mistakes } = tagsOf(ask.tags);
  return (
    <>
      <fieldset className={styles.of}>
        <legend>A run of</legend>
        {(['registered', 'text'] as const).map((of) => (
          <label key={of}>
            <input type="radio" name="of" checked={ask.of === of} onChange={() => change({ of })} />
            {of === 'registered' ? 'a registered pipeline' : 'a pipeline file’s text'}
          </label>
        ))}
      </fieldset>
      {isText ? (
        <Field label="The file (YAML)">
          <textarea
            className={styles.file}
            rows={16}
            required
            maxLength={mostCharacters.text}
            spellCheck={false}
            value={ask.text}
            onChange={({ target }) => change({ text: target.value })}
          />
        </Field>
      ) : (
        <PipelineChoice ask={ask} onChange={change} />
      )}
      <PartitionField ask={ask} onChange={change} />
      <SettingChanges
        changes={ask.changes}
        known={hasPipeline ? (last.data ?? new Map()) : new Map()}
        knownFrom="in the last run"
        onChange={(changes) => change({ changes })}
      />
      <div className={styles.pair}>
        <Field label="Tags (optional)">
          <input
            value={ask.tags}
            maxLength={mostCharacters.tags}
            placeholder="owner=ada, sweep=7"
            spellCheck={false}
            autoComplete="off"
            aria-invalid={mistakes.length > 0}
            onChange={({ target }) => change({ tags: target.value })}
          />
          {mistakes.length > 0 && (
            <span className={styles.mistake} role="alert">
              No tag: {mistakes.join(', ')}. Write key=value, the key in small letters.
            </span>
          )}
        </Field>
        <Field label="Note (optional)">
          <input
            value={ask.note}
            maxLength={mostCharacters.note}
            placeholder="Why it is run"
            autoComplete="off"
            onChange={({ target }) => change({ note: target.value })}
          />
        </Field>
      </div>
      <details className={styles.more}>
        <summary>More</summary>
        <Field label="Sample: about which share of the rows">
          <input
            value={ask.sample}
            maxLength={mostCharacters.sample}
            placeholder="1%"
            autoComplete="off"
            onChange={({ target }) => change({ sample: target.value })}
          />
        </Field>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={ask.strict}
            onChange={({ target }) => change({ strict: target.checked })}
          />
          Refuse what would be a warning
        </label>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={ask.noCache}
            onChange={({ target }) => change({ noCache: target.checked })}
          />
          Run every stage, whatever the cache holds
        </label>
      </details>
    </>
  );
}

interface PartProps {
  readonly ask: StartAsk;
  readonly onChange: (over: Partial<StartAsk>) => void;
}

function PipelineChoice({ ask, onChange }: PartProps) {
  const { data, error, refetch } = useQuery(pipelinesQuery);
  const list = useId();
  const pipelines = data?.pipelines ?? [];
  const counting = pipelines.find(({ pipeline }) => pipeline === ask.pipeline);
  if (error !== null) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className={styles.pair}>
        <Field label="Pipeline">
          <input
            value={ask.pipeline}
            list={list}
            required
            maxLength={63}
            placeholder={data === undefined ? 'Loading…' : 'its name'}
            spellCheck={false}
            autoComplete="off"
            onChange={({ target }) => onChange({ pipeline: target.value })}
          />
          <datalist id={list}>
            {pipelines.map(({ pipeline, version, reason }) => (
              <option key={pipeline} value={pipeline}>
                {`@${version}: ${reason}`}
              </option>
            ))}
          </datalist>
        </Field>
        <Field label="Version (optional)">
          <input
            type="number"
            min={1}
            max={99_999_999}
            value={ask.version}
            placeholder={counting === undefined ? 'the one that counts' : `${counting.version}, which counts`}
            onChange={({ target }) => onChange({ version: target.value })}
          />
        </Field>
      </div>
      {data !== undefined && pipelines.length === 0 && (
        <p className={styles.hint}>
          No pipeline is registered. <code>npx espalier pipeline apply pipeline.yaml</code> registers one; a
          file’s text runs without.
        </p>
      )}
      {counting !== undefined && (
        <p className={styles.hint}>
          @{counting.version} by {counting.by}: {counting.reason}
        </p>
      )}
    </>
  );
}

/** Asked for where the pipeline is cut by time, as far as its text tells. */
function PartitionField({ ask, onChange }: PartProps) {
  const isText = ask.of === 'text';
  const version = ask.version === '' ? null : Number(ask.version);
  const { data } = useQuery({
    ...pipelineQuery(ask.pipeline, version),
    enabled: !isText && ask.pipeline !== '',
    retry: false,
  });
  const text = isText ? ask.text : data?.source.text;
  if (text === undefined || !isCutByTime(text)) return null;
  return (
    <Field label="For the partition">
      <input
        value={ask.partition}
        required
        maxLength={mostCharacters.partition}
        placeholder="2026-11-20, or 2026-11-20T13"
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => onChange({ partition: target.value })}
      />
    </Field>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: it is among the children
    <label className={styles.field}>
      {label}
      {children}
    </label>
  );
}
