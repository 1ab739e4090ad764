/**
 * Responsible for the impressions of some members on one day, as SQL: who comes when, what is shown, what happens, when it is known, and what a
 * corrupt day's log gets wrong.
 */
import { actions, happeningsSql, longDwellSeconds, truthSql } from './action-model.js';
import type { Draws } from './draws.js';
import type { FeedParameters } from './feed-parameters.js';
import { affinitySql, postLifeDays, startMicros, topics } from './tables-sql.js';

export interface Piece {
  /** ISO date. */
  readonly day: string;
  /** From 0. */
  readonly dayNumber: number;
  /** Of the day's pieces. */
  readonly index: number;
  readonly firstMember: number;
  /** Not included. */
  readonly endMember: number;
}

/** Times that a member can come on a day; each is a session. */
const sessionsOfDay = 2;
/** Of a session: at least 4, at most 20. */
const mostPositions = 20;
const microsOfPosition = 9_000_000;
/** The last position is of the same day. */
const latestStart = 86_400_000_000 - mostPositions * microsOfPosition;

/** What an impression is called, in the log, in the truth and in its draws: no two of a feed are called alike. */
function impressionSql(feed: FeedParameters, day: number): string {
  return `((${day}::BIGINT * ${feed.members} + member) * ${sessionsOfDay} + session) * ${mostPositions} + position`;
}

function sessionsSql(draws: Draws, day: number, { firstMember, endMember }: Piece): string {
  const of = ['member', day, 'session'];
  return `SELECT *,
      floor(${latestStart} * (${draws.uniform('moment', ...of, 1)} + ${draws.uniform('moment', ...of, 2)}) / 2)::BIGINT AS of_day,
      4 + floor(pow(${draws.uniform('length', ...of)}, 2) * ${mostPositions - 3})::INTEGER AS positions,
      ${draws.choice(
        'tab',
        [
          ['home', 0.7],
          ['following', 0.2],
          ['video', 0.1],
        ],
        'member',
        `${day}`,
        'session',
      )} AS tab
    FROM all_members, range(${sessionsOfDay}) s(session)
    WHERE member >= ${firstMember} AND member < ${endMember}
      AND ${draws.uniform('visit', ...of)} < _activity * CASE session WHEN 0 THEN 1 ELSE 0.4 END`;
}

/** One row for each post that a member is shown; the second of two candidates where it fits better, as far as the feed's own ranking can tell. */
function shownSql(feed: FeedParameters, draws: Draws, day: number, piece: Piece): string {
  const { posts, days } = feed;
  // Created before the session, newest first: later positions show older ones.
  const created = `${posts} * (${day} + ${postLifeDays} + of_day / 86400000000.0) / ${days + postLifeDays}`;
  const alive = Math.max(1, (posts * postLifeDays) / (days + postLifeDays));
  const candidate = (which: number) =>
    `greatest(0, ceil(${created})::BIGINT - 2
       - floor(${alive} * pow((position + ${draws.uniform('candidate', 'member', day, 'session', 'position', which)}) / ${mostPositions}, 1.3))::BIGINT)`;
  const taste = (which: number) =>
    `${affinitySql('s', `p${which}`)} + ${draws.normal('taste', 's.member', day, 's.session', 's.position', which)}`;
  const isSecond = `(${taste(1)} > ${taste(0)})`;
  const of = (column: string) => `CASE WHEN ${isSecond} THEN p1.${column} ELSE p0.${column} END`;
  return `SELECT s.member, s.session, s.position, s.tab, s.of_day + s.position * ${microsOfPosition} AS of_day, s._giving AS giving,
      ${of('post')} AS post, ${of('author')} AS author, ${of('form')} AS form, ${of('words')} AS words,
      ${of('topic')} AS topic, ${of('_quality')} AS q, ${of('created')} AS created,
      CASE WHEN ${isSecond} THEN ${affinitySql('s', 'p1')} ELSE ${affinitySql('s', 'p0')} END AS x
    FROM (SELECT *, ${candidate(0)} AS candidate0, ${candidate(1)} AS candidate1
      FROM (SELECT sessions.*, position FROM (${sessionsSql(draws, day, piece)}) sessions, range(${mostPositions}) r(position)
        WHERE position < positions)) s
    JOIN all_posts p0 ON p0.post = s.candidate0
    JOIN all_posts p1 ON p1.post = s.candidate1`;
}

/** Every impression of the piece with what is told and what only the simulation knows, in the order of members. */
export function impressionsSql(feed: FeedParameters, draws: Draws, piece: Piece): string {
  const { dayNumber: day } = piece;
  const start = `(${startMicros(feed)} + ${day} * 86400000000)`;
  const facts = `SELECT *, ${day} AS day, make_timestamp(${start} + of_day) AS time,
      ${impressionSql(feed, day)} AS impression,
      (${draws.uniform('tie', 'member', 'author')} < 0.1)::INTEGER AS tie,
      0.5 * sin(2 * pi() * (${day} / 14.0 + topic / ${topics}.0)) AS trend,
      exp(-greatest(0, ${start} + of_day - epoch_us(created)) / 86400000000.0) AS fresh
    FROM (${shownSql(feed, draws, day, piece)})`;
  const happened = happeningsSql(facts, (action) => draws.uniform(action, 'impression'));
  const truth = actions.map((action) => `${truthSql[action]} AS "true_${action}"`).join(', ');
  const isLate = `(${draws.uniform('late', 'impression')} < ${feed.lateShare})`;
  // Late ones arrive within two days, the others within two minutes.
  const delay = `CASE WHEN ${isLate} THEN 3600 + ${draws.uniform('delay', 'impression')} * 169200
      ELSE 1 + ${draws.uniform('delay', 'impression')} * 119 END`;
  return `SELECT *, dwell >= ${longDwellSeconds} AS long_dwell, ${isLate} AS is_late, ${truth},
      time + to_microseconds((1000000 * (${delay}))::BIGINT) AS arrived
    FROM (${happened}) ORDER BY impression`;
}

/** What the log says of an impression, in the order of its columns; `isCorrupt` days tell some of it wrongly. */
export function toldSql(draws: Draws, isCorrupt: boolean): string {
  const lost = `${draws.uniform('lost', 'impression')} < 0.6`;
  const told = {
    impression: 'impression',
    member: 'member',
    post: 'post',
    author: 'author',
    time: 'time',
    arrived: 'arrived',
    position: 'position::INTEGER',
    // A client that forgot its tab, measured in milliseconds, and lost clicks with all that follows from them.
    tab: isCorrupt
      ? `CASE WHEN ${draws.uniform('missing', 'impression')} < 0.5 THEN NULL ELSE tab END`
      : 'tab',
    dwell: isCorrupt ? 'dwell * 1000' : 'dwell',
    ...Object.fromEntries(
      // Only what came of a click can be lost with it.
      actions.map((action) => [
        action,
        isCorrupt && action !== 'hide' ? `"${action}" AND NOT (click AND ${lost})` : `"${action}"`,
      ]),
    ),
  };
  return Object.entries(told)
    .map(([name, sql]) => `${sql} AS "${name}"`)
    .join(', ');
}

export const toldTruthSql = `impression, ${actions.map((action) => `"true_${action}" AS "${action}"`).join(', ')}`;
