/** Responsible for the palette: one field that finds views, runs, pipelines, models and what may be done, by the keyboard alone. */
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { ScheduleDialog } from '../schedules/schedule-dialog.js';
import { type Command, grouped, matching } from './matching.js';
import styles from './palette.module.css';
import { type AskedSchedule, useCommands } from './use-commands.js';

interface PaletteProps {
  readonly onLeave: () => void;
  readonly onShortcuts: () => void;
}

const mostShown = 40;

export default function Palette({ onLeave, onShortcuts }: PaletteProps) {
  const [schedule, setSchedule] = useState<AskedSchedule | null>(null);
  if (schedule !== null) return <ScheduleDialog {...schedule} onLeave={onLeave} />;
  return <Search onLeave={onLeave} onShortcuts={onShortcuts} onSchedule={setSchedule} />;
}

interface SearchProps extends PaletteProps {
  readonly onSchedule: (asked: AskedSchedule) => void;
}

function Search({ onLeave, onShortcuts, onSchedule }: SearchProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const isActing = useRef(false);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  const commands = useCommands({ text, onSchedule, onShortcuts });
  const groups = grouped(matching(commands, text, mostShown));
  const shown = groups.flatMap((each) => each.commands);
  const chosen = shown[Math.min(place, shown.length - 1)];
  const optionId = ({ key }: Command) => `${id}-${key}`;

  const act = (command: Command) => {
    isActing.current = true;
    // What it asks for takes the palette's place.
    if (command.asks !== true) onLeave();
    command.act();
  };
  const onKey = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    const at = Math.min(place, last);
    const next = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setPlace(next);
      const command = shown[next];
      if (command) document.getElementById(optionId(command))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      act(chosen);
    }
  };

  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label="Search or do something"
      onClose={() => {
        if (!isActing.current) onLeave();
      }}
    >
      <div className={styles.inside}>
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen === undefined ? undefined : optionId(chosen)}
          aria-autocomplete="list"
          aria-label="Search or do something"
          className={styles.field}
          value={text}
          maxLength={256}
          placeholder="A view, a run’s ID, a pipeline, a model, or what to do"
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => {
            setText(target.value);
            setPlace(0);
          }}
          onKeyDown={onKey}
        />
        <div role="listbox" id={`${id}-list`} aria-label="What was found" className={styles.list}>
          {groups.map(({ group, commands: members }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
            <div key={group} role="group" aria-label={group}>
              <p className={styles.group} aria-hidden="true">
                {group}
              </p>
              {members.map((command) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which keeps the focus
                <div
                  key={command.key}
                  id={optionId(command)}
                  role="option"
                  tabIndex={-1}
                  aria-selected={command === chosen}
                  className={styles.option}
                  onClick={() => act(command)}
                >
                  {command.title}
                </div>
              ))}
            </div>
          ))}
        </div>
        <p className={styles.foot} role="status">
          {shown.length === 0
            ? 'Nothing is called so. Runs are found by how their IDs begin.'
            : '↑ ↓ to choose, Enter to go, Esc to leave'}
        </p>
      </div>
    </dialog>
  );
}
