/**
 * Responsible for signing in: by the code of a link, or by a token that is pasted. The code stands in the address after `#`, which browsers send
 * nowhere; it is taken out of there at once.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { beginAs, signIn } from '../api/session.js';
import { Button } from '../design/button.js';
import { Mark } from '../design/mark.js';
import { Problem } from '../design/notice.js';
import { takeCode } from './link-code.js';
import styles from './sign-in.module.css';

export function SignIn({ onEntered }: { readonly onEntered: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const id = useId();
  const [token, setToken] = useState('');
  const [code] = useState(takeCode);
  const [isBusy, setBusy] = useState(code !== null);
  const [error, setError] = useState<unknown>(null);

  const enter = async (credential: Parameters<typeof signIn>[0]) => {
    setBusy(true);
    setError(null);
    try {
      const session = await signIn(credential);
      if (location.pathname === '/sign-in') await navigate({ to: '/', replace: true });
      beginAs(client, session);
      onEntered();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a code is good once
  useEffect(() => {
    document.title = 'Sign in · Espalier';
    if (code !== null) void enter({ code });
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter({ token: token.trim() });
  };

  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit}>
        <h1 className={styles.title}>
          <Mark />
          Espalier
        </h1>
        <p>
          <code>espalier open</code> prints a link that signs you in. Or paste a token:
        </p>
        <label htmlFor={id}>Token</label>
        <input
          id={id}
          type="password"
          value={token}
          autoComplete="off"
          required
          onChange={(event) => setToken(event.target.value)}
        />
        {error !== null && <Problem error={error} />}
        <Button type="submit" kind="main" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </main>
  );
}
