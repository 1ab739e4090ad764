/** Responsible for choosing how the list of runs is shown: which columns, and filters that were given a name. */
import { Link } from '@tanstack/react-router';
import { Popover } from 'radix-ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../design/button.js';
import button from '../design/button.module.css';
import type { RunsSearch } from '../routes/runs-search.js';
import { chooseColumns, columns, columnWords, useColumns } from './columns.js';
import styles from './list-menus.module.css';
import { dropView, isSameSearch, mostOfViewName, saveView, useSavedViews } from './saved-views.js';

function Menu({ word, label, children }: { word: string; label: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger className={`${button.button} ${button.plain}`}>{word}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.menu}
          aria-label={label}
          align="end"
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

export function ColumnMenu() {
  const chosen = useColumns();
  return (
    <Menu word="Columns" label="Columns of the list">
      <fieldset className={styles.choices}>
        <legend>Columns</legend>
        {columns.map((column) => (
          <label key={column}>
            <input
              type="checkbox"
              checked={chosen.includes(column)}
              onChange={({ target }) =>
                chooseColumns(target.checked ? [...chosen, column] : chosen.filter((each) => each !== column))
              }
            />
            {columnWords[column]}
          </label>
        ))}
      </fieldset>
      <p className={styles.hint}>On a narrow page each run has its own lines.</p>
    </Menu>
  );
}

export function ViewMenu({ search }: { readonly search: Omit<RunsSearch, 'bulk'> }) {
  const views = useSavedViews();
  const here = views.find((view) => isSameSearch(view.search, search));
  return (
    <Menu word={here === undefined ? 'Views' : `View: ${here.name}`} label="Saved views">
      {views.length === 0 ? (
        <p className={styles.hint}>No view is saved in this browser.</p>
      ) : (
        <ul className={styles.views}>
          {views.map((view) => (
            <li key={view.name}>
              <Popover.Close asChild>
                <Link to="/runs" search={view.search} aria-current={view === here ? 'true' : undefined}>
                  {view.name}
                </Link>
              </Popover.Close>
              <Button kind="quiet" aria-label={`Forget ${view.name}`} onClick={() => dropView(view.name)}>
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      {here === undefined && <NewView search={search} />}
    </Menu>
  );
}

function NewView({ search }: { readonly search: RunsSearch }) {
  const [name, setName] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    saveView({ name: name.trim(), search });
  };
  return (
    <form className={styles.save} onSubmit={save}>
      <label>
        Keep these filters as
        <input
          value={name}
          required
          pattern=".*\S.*"
          maxLength={mostOfViewName}
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <Button type="submit">Save</Button>
    </form>
  );
}
