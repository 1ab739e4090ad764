/**
 * Responsible for what a column's name, type and values say of its part in a log: key, time, action, rating, description.
 * Leaves to others: what a first pipeline makes of that (task-suggestions.ts, starter-spec.ts).
 */
import type { ColumnProfile } from './parquet-profile.js';

const keyNames =
  /(^|[^a-z])(member|user|viewer|account|person|customer|visitor|subscriber|household)[ _.-]?(id|key|uuid|guid|urn|hash|no|number)$|^(uid|user|member|viewer|visitor|customer)$/i;
const identifierNames = /(^|[ _.-])(id|ids|uuid|guid|urn|hash|key)$|[a-z](Id|Uuid|Urn|Key)$/;
const weightNames = /(^|[ _.-])weight$/i;

/** Words of which a column that has one tells of an action on the row. */
const actionWords = {
  passive: 'click dwell view open watch impress impression finish read play complete',
  active:
    'like comment share repost reply follow save favorite favourite bookmark buy purchase order convert conversion install ' +
    'subscribe signup hide dislike report apply download upvote downvote reaction react message invite connect',
} as const;
const irregular: Readonly<Record<string, string>> = {
  bought: 'buy',
  clk: 'click',
  fav: 'favorite',
  faved: 'favorite',
  replied: 'reply',
  replies: 'reply',
  applied: 'apply',
};
const ratingWords = words('rating stars star grade satisfaction nps thumbs');
const outcomeWords = words(
  'label target income churn churned default fraud survived outcome response responded y did will',
);
/** Such a column tells what was before the row, or of many rows. */
const historyWords = words(
  'past prev previous last prior history hist total lifetime avg average mean median sum ctr rate rates since 7d 14d 28d 30d 90d days ' +
    'number num unread likelihood',
);
const descriptionWords = words(
  'gender sex device platform mobile desktop app os browser country language lang locale region weekday weekend holiday age married ' +
    'marital education premium variant treatment experiment split fold test train has is was new verified adult minor',
);
const timeWords = words('time ts timestamp date datetime day dt at when epoch moment');
/** Times of other things than the row. */
const otherTimeWords = words(
  'birth birthday born created creation updated modified signup joined join published publish expires expiry expiration started ' +
    'ended start end deleted registered registration last first',
);

export type TimeForm = 'typed' | 'epoch' | 'digits' | 'text';

/** What a column seems to be, from the surest tell of a label to none. */
export type LabelTell = 'action' | 'rating' | 'outcome' | 'plain' | 'description';

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** `isLiked_v2` as is, liked, v2. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function isFormOf(word: string, base: string): boolean {
  if (word === base || irregular[word] === base) return true;
  const stem = base.replace(/e$/, '');
  const doubled = `${base}${base.at(-1)}`;
  return [`${base}s`, `${base}es`, `${stem}ed`, `${stem}ing`, `${doubled}ed`, `${doubled}ing`].includes(word);
}

/** Whether the name tells of an action on the row, and of which group; null where it does not. */
export function actionGroup(name: string): 'passive' | 'active' | null {
  const found = wordsOf(name);
  if (found.some((word) => historyWords.has(word))) return null;
  for (const group of ['active', 'passive'] as const) {
    const bases = actionWords[group].split(' ');
    if (found.some((word) => bases.some((base) => isFormOf(word, base)))) return group;
  }
  return null;
}

const durationWords = words(
  'dwell watch watched second seconds sec secs ms millis minutes min duration time length',
);

/** Whether the name of an action tells how long it took. */
export function isDuration(name: string): boolean {
  return wordsOf(name).some((word) => durationWords.has(word));
}

export function labelTell(name: string): LabelTell {
  const found = wordsOf(name);
  const has = (set: ReadonlySet<string>) => found.some((word) => set.has(word));
  if (actionGroup(name) !== null) return 'action';
  if (has(historyWords)) return 'description';
  if (has(ratingWords)) return 'rating';
  if (has(outcomeWords)) return 'outcome';
  return has(descriptionWords) ? 'description' : 'plain';
}

/** A member's key, or another that says whose row it is. */
export function isMemberKey({ name }: ColumnProfile): boolean {
  return keyNames.test(name) || /^(member|user|viewer|account|customer|visitor)(Id|Key|Uuid|Urn)$/.test(name);
}

export function isIdentifier(column: ColumnProfile): boolean {
  return isMemberKey(column) || identifierNames.test(column.name);
}

export function isWeight({ name }: ColumnProfile): boolean {
  return weightNames.test(name);
}

const dateDigits =
  /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])([0-5]\d){0,2})?(\.0+)?$/;
/** What stands for no time. */
const missingTime = /^(|-?[01](\.0+)?|9999[-/]?12[-/]?31.*|1[0-9]00[-/]?01[-/]?01.*|none|null|nan|n\/a)$/i;
const isoDate = /^\d{4}[-/]\d{2}[-/]\d{2}([T ]\d{2}:\d{2}.*)?$/;
/** Seconds since 1970 in 2000 and 2100; milli-, micro- and nanoseconds are as many more. */
const seconds = { least: 946_684_800, greatest: 4_102_444_800 } as const;

/** How the column tells a time; null where it tells none. */
export function timeForm(column: ColumnProfile): TimeForm | null {
  const { name, duckdbType, topValues, numbers } = column;
  if (/^(TIMESTAMP|DATE)/.test(duckdbType)) return 'typed';
  const texts = topValues.map(({ value }) => value.trim()).filter((text) => !missingTime.test(text));
  if (texts.length === 0) return null;
  if (texts.every((text) => dateDigits.test(text))) return 'digits';
  if (duckdbType === 'VARCHAR') return texts.every((text) => isoDate.test(text)) ? 'text' : null;
  const isNamed = wordsOf(name).some((word) => timeWords.has(word));
  const isEpoch = [1, 1e3, 1e6, 1e9].some(
    (unit) =>
      numbers !== undefined &&
      numbers.least >= seconds.least * unit &&
      numbers.greatest <= seconds.greatest * unit,
  );
  return isNamed && isEpoch ? 'epoch' : null;
}

/** Distinct times that a split by time needs, for a share to be near the one that is asked for. */
const fewestTimes = 10;

/** A zero or a year 9999 for what is missing would be the earliest or the latest rows. */
function hasStandIns({ topValues }: ColumnProfile): boolean {
  return topValues.some(({ value }) => missingTime.test(value.trim()));
}

/** The time of the rows themselves; null where none is told. */
export function rowTime(columns: readonly ColumnProfile[]): ColumnProfile | null {
  const times = columns.filter(
    (column) =>
      timeForm(column) !== null &&
      !hasStandIns(column) &&
      column.distinct >= fewestTimes &&
      column.nulls < column.rows / 10,
  );
  const isOther = ({ name }: ColumnProfile) => wordsOf(name).some((word) => otherTimeWords.has(word));
  const own = times.filter((column) => !isOther(column));
  return [...own].sort((a, b) => b.distinct - a.distinct)[0] ?? null;
}
