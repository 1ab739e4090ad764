-- Few rows, weak categories and counts, heavy tails.
-- Tasks: opened (passive), reply (active). In the bench 25,000 rows.
-- Columns: c0..c3 categories, n0..n3 heavy-tailed counts, x0..x3. Labels: opened, reply. 5,000 of 25,000 rows train.
-- {{rows}}: rows in all. {{seed}}: any whole number. Makes the table "dataset" with part = 'train' or 'eval' and the row's number i.
-- Every draw is a function of (row or key, salt, seed) by md5, without random(), setseed or hash(): the same in each DuckDB.
CREATE OR REPLACE MACRO u(i, salt) AS (CAST(md5_number_lower(concat(i, '|', salt, '|{{seed}}')) % 4294967296 AS DOUBLE) + 0.5) / 4294967296.0;
CREATE OR REPLACE MACRO z(i, salt) AS sqrt(-2 * ln(u(i, concat(salt, 'a')))) * cos(2 * pi() * u(i, concat(salt, 'b')));
CREATE OR REPLACE MACRO bern(i, salt, logit) AS CAST(u(i, salt) < 1 / (1 + exp(-(logit))) AS INTEGER);
CREATE OR REPLACE TABLE dataset AS
WITH f AS (SELECT i, z(i, 'x0') AS x0, z(i, 'x1') AS x1, z(i, 'x2') AS x2, z(i, 'x3') AS x3, floor(8 * u(i, 'c0')) AS k0, floor(25 * u(i, 'c1')) AS k1, floor(60 * u(i, 'c2')) AS k2, floor(120 * u(i, 'c3')) AS k3, floor(exp(1.2 * z(i, 'n0') + 1)) AS n0, floor(exp(1.2 * z(i, 'n1') + 1)) AS n1, floor(exp(1.2 * z(i, 'n2') + 1)) AS n2, floor(exp(1.2 * z(i, 'n3') + 1)) AS n3 FROM range({{rows}}) t(i)),
l AS (SELECT *, 0.4 * z(k0, 'p0') + 0.3 * z(k1, 'p1') + 0.2 * z(k2, 'p2') + 0.2 * ln(1 + n0) + 0.2 * x0 AS s FROM f)
SELECT i, x0, x1, x2, x3, n0, n1, n2, n3, concat('v', CAST(k0 AS INTEGER)) AS c0, concat('v', CAST(k1 AS INTEGER)) AS c1, concat('v', CAST(k2 AS INTEGER)) AS c2, concat('v', CAST(k3 AS INTEGER)) AS c3,
  bern(i, 'open', -0.8 + s) AS opened, bern(i, 'reply', -2.4 + 0.6 * s + 0.2 * x1) AS reply,
  CASE WHEN i >= {{rows}} / 5 THEN 'eval' ELSE 'train' END AS part
FROM l
