/**
 * Responsible for how likely each action is, as SQL over one impression with its member and post.
 * The formulas with their reasons are in docs/feed.md; they were fixed before any model was tuned on the feed.
 */
export const actions = ['click', 'long_dwell', 'like', 'comment', 'share', 'hide'] as const;
export type Action = (typeof actions)[number];

/** A dwell is long from so many seconds on. */
export const longDwellSeconds = 20;
/** Of the logistic distribution of a dwell's logarithm. */
const dwellScale = 0.6;

const sigmoid = (logit: string) => `(1 / (1 + exp(-(${logit}))))`;

/**
 * Columns that the formulas read: `x` affinity, `q` quality, `giving`, `tie` (0 or 1), `trend` of the topic on the day, `fresh` (1 when new, falling
 * with age), `position` from 0, `form`, `words`, `tab`, `day` from 0.
 */
const logits = {
  click: `-2.7 + 0.7 * x + 0.4 * q + trend + 0.8 * tie + 0.4 * fresh - 0.35 * ln(1 + position) - 0.01 * day
    + CASE tab WHEN 'video' THEN 0.3 WHEN 'following' THEN 0.2 ELSE 0 END`,
  /** Given a click. */
  like: '-2.6 + 0.5 * x + giving + 0.5 * tie + 0.3 * q',
  /** Given a click, without a like. */
  comment: '-4.0 + 0.6 * giving + 0.5 * tie',
  share: '-4.3 + 0.5 * q + 0.3 * giving',
  hide: '-5.5 - 0.8 * x - 0.5 * q',
};
/** What a like adds to the logit of a comment, and of a share. */
const afterLike = { comment: 1, share: 0.8 };
/** What a click adds to a dwell's logarithm. */
const afterClick = 1.2;
const logDwell = `1.0 + 0.35 * x + 0.2 * q + 0.002 * words - 0.1 * ln(1 + position) + CASE form WHEN 'video' THEN 0.4 ELSE 0 END`;

const isLong = (log: string) => sigmoid(`((${log}) - ln(${longDwellSeconds})) / ${dwellScale}`);

/** Chances of what happens next, as columns beside those that `from` has. */
function chancesSql(from: string): string {
  return `SELECT *,
      ${sigmoid(logits.click)} AS p_click,
      ${sigmoid(logits.like)} AS like_of_click,
      ${sigmoid(logits.comment)} AS comment_of_click,
      ${sigmoid(`${logits.comment} + ${afterLike.comment}`)} AS comment_of_like,
      ${sigmoid(logits.share)} AS share_of_click,
      ${sigmoid(`${logits.share} + ${afterLike.share}`)} AS share_of_like,
      ${sigmoid(logits.hide)} AS p_hide,
      ${logDwell} AS log_dwell
    FROM (${from})`;
}

/** What happened, drawn from the chances. @param draw a uniform draw of the impression for an action */
export function happeningsSql(
  from: string,
  draw: (action: Exclude<Action, 'long_dwell'> | 'dwell') => string,
): string {
  const clicked = `(${draw('click')} < p_click)`;
  const liked = `(${clicked} AND ${draw('like')} < like_of_click)`;
  const afterwards = (action: 'comment' | 'share') =>
    `(${clicked} AND ${draw(action)} < CASE WHEN ${liked} THEN ${action}_of_like ELSE ${action}_of_click END)`;
  // Of a uniform draw u, ln(u / (1 - u)) is logistic. Neither 0 nor 1 comes in.
  const spread = `(least(greatest(${draw('dwell')}, 1e-9), 1 - 1e-9))`;
  return `SELECT *,
      ${clicked} AS click,
      ${liked} AS "like",
      ${afterwards('comment')} AS comment,
      ${afterwards('share')} AS share,
      (${draw('hide')} < p_hide) AS hide,
      least(exp(log_dwell + CASE WHEN ${clicked} THEN ${afterClick} ELSE 0 END
        + ${dwellScale} * ln(${spread} / (1 - ${spread}))), 3600)::FLOAT AS dwell
    FROM (${chancesSql(from)})`;
}

/** The chance of each action before anything has happened: what the best possible model would say. */
export const truthSql: Readonly<Record<Action, string>> = {
  click: 'p_click',
  long_dwell: `(p_click * ${isLong(`log_dwell + ${afterClick}`)} + (1 - p_click) * ${isLong('log_dwell')})`,
  like: 'p_click * like_of_click',
  comment: 'p_click * (like_of_click * comment_of_like + (1 - like_of_click) * comment_of_click)',
  share: 'p_click * (like_of_click * share_of_like + (1 - like_of_click) * share_of_click)',
  hide: 'p_hide',
};
