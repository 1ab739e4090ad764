-- Rare tasks and a frequent one share causes of 1,000 items and 300 segments.
-- Tasks: click (passive), liked, shared (active). In the bench 300,000 rows.
-- Columns: item, segment, place categories, x0..x3 numeric. Labels: click (23 %), liked (1 %), shared (0.4 %). 2/3 train.
-- {{rows}}: rows in all. {{seed}}: any whole number. Makes the table "dataset" with part = 'train' or 'eval' and the row's number i.
-- Every draw is a function of (row or key, salt, seed) by md5, without random(), setseed or hash(): the same in each DuckDB.
CREATE OR REPLACE MACRO u(i, salt) AS (CAST(md5_number_lower(concat(i, '|', salt, '|{{seed}}')) % 4294967296 AS DOUBLE) + 0.5) / 4294967296.0;
CREATE OR REPLACE MACRO z(i, salt) AS sqrt(-2 * ln(u(i, concat(salt, 'a')))) * cos(2 * pi() * u(i, concat(salt, 'b')));
CREATE OR REPLACE MACRO bern(i, salt, logit) AS CAST(u(i, salt) < 1 / (1 + exp(-(logit))) AS INTEGER);
CREATE OR REPLACE TABLE dataset AS
WITH f AS (SELECT i, floor(1000 * pow(u(i, 'it'), 2)) AS n0, floor(300 * u(i, 'sg')) AS n1, floor(9 * u(i, 'pl')) AS n2, z(i, 'x0') AS x0, z(i, 'x1') AS x1, z(i, 'x2') AS x2, z(i, 'x3') AS x3 FROM range({{rows}}) t(i)),
l AS (SELECT *, 0.6 * z(n0, 'pi') + 0.4 * z(n1, 'ps') + 0.6 * z(n0, 'f1') * z(n1, 'g1') + 0.3 * z(n0 * 10 + n2, 'pl') + 0.3 * abs(x0) AS s FROM f)
SELECT i, concat('i', CAST(n0 AS INTEGER)) AS item, concat('s', CAST(n1 AS INTEGER)) AS segment, concat('p', CAST(n2 AS INTEGER)) AS place, x0, x1, x2, x3,
  bern(i, 'click', -1.7 + s) AS click, bern(i, 'like', -5.4 + s + 0.2 * x1) AS liked, bern(i, 'share', -6.4 + 1.1 * s) AS shared,
  CASE WHEN i >= {{rows}} * 2 / 3 THEN 'eval' ELSE 'train' END AS part
FROM l
