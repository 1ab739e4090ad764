/** Responsible for tables that may be wider than their place: they scroll by themselves, by the keyboard too. */
import type { ReactNode } from 'react';
import table from './table.module.css';

interface WideTableProps {
  /** What it is a table of. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function WideTable({ label, className = '', children }: WideTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={table.scroll} tabIndex={0} aria-label={label}>
      <table className={`${table.table} ${className}`}>{children}</table>
    </section>
  );
}
