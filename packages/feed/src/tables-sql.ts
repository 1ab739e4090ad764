/**
 * Responsible for members and posts: what is told of each, and what only the simulation knows (latent columns begin with `_`).
 * Formulas and their reasons: docs/feed.md.
 */
import type { Draws } from './draws.js';
import type { FeedParameters } from './feed-parameters.js';

/** Dimensions of an interest, and of what a post is about. */
const dimensions = 4;
export const topics = 20;
/** Posts older than that are not shown any more, so the first day begins with so many days of them. */
export const postLifeDays = 3;

const axes = Array.from({ length: dimensions }, (_, axis) => axis);

const countries = [
  ['us', 0.35],
  ['in', 0.2],
  ['br', 0.12],
  ['gb', 0.1],
  ['de', 0.08],
  ['fr', 0.07],
  ['jp', 0.05],
  ['ng', 0.03],
] as const;
const devices = [
  ['android', 0.45],
  ['ios', 0.35],
  ['web', 0.2],
] as const;
const forms = [
  ['text', 0.45],
  ['image', 0.3],
  ['video', 0.15],
  ['link', 0.1],
] as const;

/** Microseconds since 1970 of the first day's start. */
export function startMicros({ firstDay }: Pick<FeedParameters, 'firstDay'>): string {
  return `epoch_us(TIMESTAMP '${firstDay} 00:00:00')`;
}

export function membersSql({ members, firstDay }: FeedParameters, draws: Draws): string {
  return `CREATE TABLE all_members AS SELECT
      m AS member,
      DATE '${firstDay}' - (1 + floor(${draws.uniform('joined', 'm')} * 1500))::INTEGER AS joined,
      ${draws.choice('country', countries, 'm')} AS country,
      ${draws.choice('device', devices, 'm')} AS device,
      0.05 + 0.9 * pow(${draws.uniform('activity', 'm')}, 2) AS _activity,
      0.8 * ${draws.normal('giving', 'm')} AS _giving,
      ${axes.map((axis) => `${draws.normal('interest', 'm', axis)} AS _interest${axis}`).join(',\n      ')}
    FROM range(${members}) t(m)`;
}

/** Numbered by the time of their creation, so that a post's number tells its age without a look at the table. */
export function postsSql(feed: FeedParameters, draws: Draws): string {
  const { posts, members, days } = feed;
  const spanMicros = `(${days + postLifeDays} * 86400000000.0)`;
  const topic = `floor(pow(${draws.uniform('topic', 'p')}, 1.5) * ${topics})::INTEGER`;
  const about = (axis: number) =>
    `0.8 * ${draws.normal('direction', topic, axis)} + 0.6 * ${draws.normal('noise', 'p', axis)}`;
  return `CREATE TABLE all_posts AS SELECT
      p AS post,
      floor(pow(${draws.uniform('author', 'p')}, 2) * ${members})::BIGINT AS author,
      make_timestamp((${startMicros(feed)} - ${postLifeDays} * 86400000000
        + floor((p + ${draws.uniform('created', 'p')}) / ${posts} * ${spanMicros}))::BIGINT) AS created,
      ${topic} AS topic,
      ${draws.choice('form', forms, 'p')} AS form,
      (20 + floor(380 * pow(${draws.uniform('words', 'p')}, 2)))::INTEGER AS words,
      ${draws.normal('quality', 'p')} AS _quality,
      ${axes.map((axis) => `${about(axis)} AS _about${axis}`).join(',\n      ')}
    FROM range(${posts}) t(p)`;
}

/** What a pipeline may know of members; a row each. */
export const toldMembersSql = 'SELECT member, joined, country, device FROM all_members ORDER BY member';
export const toldPostsSql = 'SELECT post, author, created, topic, form, words FROM all_posts ORDER BY post';

/** How well a post fits a member: about N(0, 1). @param m alias of the members, @param p of the posts */
export function affinitySql(m: string, p: string): string {
  return `((${axes.map((axis) => `${m}._interest${axis} * ${p}._about${axis}`).join(' + ')}) / 2)`;
}
