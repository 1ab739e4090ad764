/** Responsible for addresses that lead nowhere, and views that could not be drawn. */
import { Link } from '@tanstack/react-router';
import { Empty, Problem } from '../design/notice.js';

export function NoView() {
  return (
    <Empty title="There is nothing at this address.">
      <p>
        <Link to="/">Home</Link> says what goes on.
      </p>
    </Empty>
  );
}

/** Also where a part of the page could not be loaded: a newer one may have been installed. */
export function ViewFailed({ error }: { readonly error: unknown }) {
  return <Problem error={error} onRetry={() => location.reload()} />;
}
