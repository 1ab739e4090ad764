/** Responsible for choosing which runs are listed; the choice stands in the address, so that a link and "back" keep it. */
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { type RunsSearch, type Span, spans, triggers } from '../routes/runs-search.js';
import { standings } from '../run/standing.js';
import styles from './run-filters.module.css';
import { triggerWords } from './trigger-words.js';

const spanWords: Readonly<Record<Span, string>> = {
  '1h': 'the last hour',
  '24h': 'the last day',
  '7d': 'the last week',
  '30d': 'the last 30 days',
};

export function RunFilters({ search }: { readonly search: Omit<RunsSearch, 'bulk'> }) {
  const navigate = useNavigate({ from: '/runs' });
  const change = (over: Partial<RunsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...over }) });
  const isFiltered = Object.values(search).some((value) => value !== undefined);
  return (
    <search className={styles.filters}>
      <label>
        State
        <select
          value={search.state ?? ''}
          onChange={({ target }) => change({ state: standings.find((name) => name === target.value) })}
        >
          <option value="">any</option>
          {standings.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        Started in
        <select
          value={search.since ?? ''}
          onChange={({ target }) => change({ since: spans.find((span) => span === target.value) })}
        >
          <option value="">all time</option>
          {spans.map((span) => (
            <option key={span} value={span}>
              {spanWords[span]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Asked for by
        <select
          value={search.trigger ?? ''}
          onChange={({ target }) => change({ trigger: triggers.find((name) => name === target.value) })}
        >
          <option value="">anything</option>
          {triggers.map((name) => (
            <option key={name} value={name}>
              {triggerWords[name]}
            </option>
          ))}
        </select>
      </label>
      <TextFilter
        label="Pipeline"
        value={search.pipeline}
        placeholder="its whole name"
        onChange={(pipeline) => change({ pipeline })}
      />
      <TextFilter
        label="Run"
        value={search.find}
        placeholder="ID or pipeline begins"
        pattern="[A-Za-z0-9][A-Za-z0-9._-]{2,255}"
        title="Letters, digits, . _ and -, three at least: as the run’s ID begins, which is with its pipeline’s name: feed finds runs of feed and of feed-small, feed-20261129 those of a day. Neither words within nor notes can be looked for; tags can, by key and value."
        onChange={(find) => change({ find })}
      />
      <TextFilter
        label="Tag"
        value={search.tag}
        placeholder="key=value"
        pattern="[^=]+=.+"
        title="A key and its value, such as owner=ranking."
        onChange={(tag) => change({ tag })}
      />
      {isFiltered && (
        <button type="button" className={styles.clear} onClick={() => void navigate({ search: {} })}>
          Clear
        </button>
      )}
    </search>
  );
}

interface TextFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly placeholder: string;
  readonly pattern?: string;
  /** What the pattern means. */
  readonly title?: string;
  readonly onChange: (value: string | undefined) => void;
}

/** Counts when it is left or entered: half a word is no filter. */
function TextFilter({ label, value = '', placeholder, pattern, title, onChange }: TextFilterProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const take = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (text !== value) onChange(text === '' ? undefined : text);
  };
  return (
    <form onSubmit={take}>
      <label>
        {label}
        <input
          type="search"
          value={text}
          placeholder={placeholder}
          pattern={pattern}
          title={title}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
          onBlur={({ target }) => target.form?.requestSubmit()}
        />
      </label>
    </form>
  );
}
