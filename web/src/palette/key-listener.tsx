/** Responsible for keys that work everywhere on the page, and for what they open. The palette itself is loaded when it is first opened. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMayOperate } from '../api/session.js';
import { LatePart } from '../design/late-part.js';
import { actionOf, viewsByLetter } from './keys.js';

const palette = () => import('./palette.js');
const shortcuts = () => import('./shortcuts.js');
/** So long a first letter waits for its second. */
const patienceMs = 1_500;
const opening = 'espalier-palette';

/** For buttons that open the palette. */
export function openPalette(): void {
  dispatchEvent(new Event(opening));
}

export function KeyListener() {
  const navigate = useNavigate();
  const mayStart = useMayOperate({ isOfTeams: true });
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  useEffect(() => {
    let after: 'g' | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyped =
        target instanceof HTMLElement &&
        (target.matches('input, textarea, select') || target.isContentEditable);
      const isAsking = document.querySelector('dialog[open]') !== null;
      const { key, ctrlKey, metaKey, altKey } = event;
      const action = actionOf({ key, ctrlKey, metaKey, altKey, isTyped, isAsking }, after);
      after = null;
      clearTimeout(timer);
      if (action === null) return;
      event.preventDefault();
      switch (action.name) {
        case 'await':
          after = 'g';
          timer = setTimeout(() => {
            after = null;
          }, patienceMs);
          return;
        case 'view':
          return void navigate({ to: viewsByLetter[action.letter].to });
        case 'start':
          return mayStart ? void navigate({ to: '/start' }) : undefined;
        case 'find':
          return document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
        default:
          setOpen(action.name);
      }
    };
    const onOpening = () => setOpen('palette');
    addEventListener('keydown', onKey);
    addEventListener(opening, onOpening);
    return () => {
      clearTimeout(timer);
      removeEventListener('keydown', onKey);
      removeEventListener(opening, onOpening);
    };
  }, [navigate, mayStart]);
  const leave = () => setOpen(null);
  if (open === 'palette') {
    return <LatePart load={palette} of={{ onLeave: leave, onShortcuts: () => setOpen('shortcuts') }} />;
  }
  return open === null ? null : <LatePart load={shortcuts} of={{ mayStart, onLeave: leave }} />;
}
