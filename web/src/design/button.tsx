/** Responsible for buttons: plain, the one that a view is about, and those that destroy something. */
import type { ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'plain' | 'main' | 'danger' | 'quiet';
}

export function Button({ kind = 'plain', type = 'button', className, ...others }: ButtonProps) {
  const classes = [styles.button, styles[kind], className].filter((each) => each !== undefined);
  return <button {...others} type={type} className={classes.join(' ')} />;
}
