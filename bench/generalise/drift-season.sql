-- A daily season and a level that moves, eval is later.
-- Tasks: click, long_dwell (passive), liked (active). In the bench 250,000 rows.
-- Columns: t (time, no feature), hour, x0..x7 numeric, c0 category. Labels: click, long_dwell, liked. Earliest 80 % train.
-- {{rows}}: rows in all. {{seed}}: any whole number. Makes the table "dataset" with part = 'train' or 'eval' and the row's number i.
-- Every draw is a function of (row or key, salt, seed) by md5, without random(), setseed or hash(): the same in each DuckDB.
CREATE OR REPLACE MACRO u(i, salt) AS (CAST(md5_number_lower(concat(i, '|', salt, '|{{seed}}')) % 4294967296 AS DOUBLE) + 0.5) / 4294967296.0;
CREATE OR REPLACE MACRO z(i, salt) AS sqrt(-2 * ln(u(i, concat(salt, 'a')))) * cos(2 * pi() * u(i, concat(salt, 'b')));
CREATE OR REPLACE MACRO bern(i, salt, logit) AS CAST(u(i, salt) < 1 / (1 + exp(-(logit))) AS INTEGER);
CREATE OR REPLACE TABLE dataset AS
WITH f AS (SELECT i, CAST(i AS DOUBLE) / {{rows}} AS t, z(i, 'x0') AS x0, z(i, 'x1') AS x1, z(i, 'x2') AS x2, z(i, 'x3') AS x3, z(i, 'x4') AS x4, z(i, 'x5') AS x5, z(i, 'x6') AS x6, z(i, 'x7') AS x7, floor(40 * u(i, 'c0')) AS n0 FROM range({{rows}}) r(i)),
h AS (SELECT *, CAST(floor(t * 24 * 60) AS INTEGER) % 24 AS hour FROM f),
l AS (SELECT *, 0.5 * sin(hour * pi() / 12) + 0.5 * x0 * x1 + (0.5 - 0.3 * t) * x2 + 0.4 * z(n0, 'p') * (1 - 0.5 * t) + 0.3 * t * z(n0, 'p2') AS s FROM h)
SELECT i, t, hour, x0, x1, x2, x3, x4, x5, x6, x7, concat('a', CAST(n0 AS INTEGER)) AS c0,
  bern(i, 'click', -1.5 + 0.5 * t + s) AS click, bern(i, 'dwell', -0.2 + 0.5 * s + 0.3 * x3) AS long_dwell, bern(i, 'like', -4 + 0.3 * t + 0.9 * s) AS liked,
  CASE WHEN i >= {{rows}} * 8 / 10 THEN 'eval' ELSE 'train' END AS part
FROM l
