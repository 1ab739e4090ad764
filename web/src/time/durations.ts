/** Responsible for lengths of time in words: short, and no more exact than anybody acts on. Pure. */

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `0.4 s`, `12 s`, `3 min 04 s`, `2 h 05 min`, `3 d 4 h`. @param ms not negative; less counts as nothing */
export function durationText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return `${Math.floor(whole / minute)} min ${two(whole % minute)} s`;
  const minutes = Math.round(whole / minute);
  if (minutes * minute < day) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = Math.round(whole / hour);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `just now`, `12 s ago`, `in 3 h`. @param nowMs both since the epoch */
export function relativeText(atMs: number, nowMs: number): string {
  const seconds = Math.round((nowMs - atMs) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return 'just now';
  const words = distanceText(distance);
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}

function distanceText(seconds: number): string {
  if (seconds < minute) return `${seconds} s`;
  if (seconds < hour) return `${Math.floor(seconds / minute)} min`;
  if (seconds < day) return `${Math.floor(seconds / hour)} h`;
  return `${Math.floor(seconds / day)} d`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
