/**
 * Responsible for options that count something.
 * Leaves to others: what they count.
 */
import { EspalierError } from '@espalier/domain';

/** @throws EspalierError `request.invalid` for anything but 1, 2, 3, … */
export function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new EspalierError(
    'request.invalid',
    `${option} expects a whole number above 0, not ${JSON.stringify(text)}.`,
  );
}
