-- One task to be learnt, one of its own, two of pure noise (one frequent, one rare).
-- Tasks: real, noise_half (passive), own, noise_rare (active). In the bench 45,000 rows.
-- Columns: x0..x7 numeric, c0, c1 categories. Labels: real, own, noise_half, noise_rare. 1/3 train.
-- {{rows}}: rows in all. {{seed}}: any whole number. Makes the table "dataset" with part = 'train' or 'eval' and the row's number i.
-- Every draw is a function of (row or key, salt, seed) by md5, without random(), setseed or hash(): the same in each DuckDB.
CREATE OR REPLACE MACRO u(i, salt) AS (CAST(md5_number_lower(concat(i, '|', salt, '|{{seed}}')) % 4294967296 AS DOUBLE) + 0.5) / 4294967296.0;
CREATE OR REPLACE MACRO z(i, salt) AS sqrt(-2 * ln(u(i, concat(salt, 'a')))) * cos(2 * pi() * u(i, concat(salt, 'b')));
CREATE OR REPLACE MACRO bern(i, salt, logit) AS CAST(u(i, salt) < 1 / (1 + exp(-(logit))) AS INTEGER);
CREATE OR REPLACE TABLE dataset AS
WITH f AS (SELECT i, z(i, 'x0') AS x0, z(i, 'x1') AS x1, z(i, 'x2') AS x2, z(i, 'x3') AS x3, z(i, 'x4') AS x4, z(i, 'x5') AS x5, z(i, 'x6') AS x6, z(i, 'x7') AS x7, floor(100 * u(i, 'c0')) AS n0, floor(10 * u(i, 'c1')) AS n1 FROM range({{rows}}) t(i))
SELECT i, x0, x1, x2, x3, x4, x5, x6, x7, concat('a', CAST(n0 AS INTEGER)) AS c0, concat('b', CAST(n1 AS INTEGER)) AS c1,
  bern(i, 'real', 0.9 * x0 + 0.7 * x1 * x2 - 0.5) AS "real", bern(i, 'own', -2.2 + 0.8 * x3 + 0.6 * z(n1, 'p')) AS own, bern(i, 'nh', 0) AS noise_half, bern(i, 'nr', -4) AS noise_rare,
  CASE WHEN i >= {{rows}} / 3 THEN 'eval' ELSE 'train' END AS part
FROM f
