-- A funnel: a click (17 %) leads to dwell, some of those to a like, few to a share (0.8 %), causes are shared.
-- Tasks: click, long_dwell (passive), liked, shared (active). In the bench 180,000 rows.
-- Columns: x0..x11 numeric, author, format categories. Labels: click, long_dwell, liked, shared. 2/3 train.
-- {{rows}}: rows in all. {{seed}}: any whole number. Makes the table "dataset" with part = 'train' or 'eval' and the row's number i.
-- Every draw is a function of (row or key, salt, seed) by md5, without random(), setseed or hash(): the same in each DuckDB.
CREATE OR REPLACE MACRO u(i, salt) AS (CAST(md5_number_lower(concat(i, '|', salt, '|{{seed}}')) % 4294967296 AS DOUBLE) + 0.5) / 4294967296.0;
CREATE OR REPLACE MACRO z(i, salt) AS sqrt(-2 * ln(u(i, concat(salt, 'a')))) * cos(2 * pi() * u(i, concat(salt, 'b')));
CREATE OR REPLACE MACRO bern(i, salt, logit) AS CAST(u(i, salt) < 1 / (1 + exp(-(logit))) AS INTEGER);
CREATE OR REPLACE TABLE dataset AS
WITH f AS (SELECT i, z(i, 'x0') AS x0, z(i, 'x1') AS x1, z(i, 'x2') AS x2, z(i, 'x3') AS x3, z(i, 'x4') AS x4, z(i, 'x5') AS x5, z(i, 'x6') AS x6, z(i, 'x7') AS x7, z(i, 'x8') AS x8, z(i, 'x9') AS x9, z(i, 'x10') AS x10, z(i, 'x11') AS x11, floor(80 * pow(u(i, 'au'), 1.4)) AS an, floor(6 * u(i, 'fo')) AS fn FROM range({{rows}}) t(i)),
l AS (SELECT *, 0.5 * tanh(x0 + x1) + 0.4 * x2 * sign(x3) + 0.5 * z(an, 'q') + 0.4 * z(an * 10 + fn, 'qf') + 0.3 * cos(2 * x4) + 0.25 * x5 * x6 AS s FROM f),
y AS (SELECT *, bern(i, 'click', -1.9 + 1.1 * s) AS click FROM l),
d AS (SELECT *, click * bern(i, 'dwell', 0.2 + 0.6 * s + 0.2 * x7) AS long_dwell FROM y)
SELECT i, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, concat('u', CAST(an AS INTEGER)) AS author, concat('f', CAST(fn AS INTEGER)) AS format,
  click, long_dwell, click * bern(i, 'like', -2.8 + 0.9 * s) AS liked, long_dwell * bern(i, 'share', -3.6 + 0.9 * s + 0.2 * x8) AS shared,
  CASE WHEN i >= {{rows}} * 2 / 3 THEN 'eval' ELSE 'train' END AS part
FROM d
