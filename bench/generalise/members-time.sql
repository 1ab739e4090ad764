-- 1,500 members of very different activity, eval is later, the same members.
-- Tasks: click (passive), liked (active). In the bench 90,000 rows.
-- Columns: member (cluster, no feature), t (time, no feature), member_ctr (noisy past rate), age, x0..x7, topic. Labels: click, liked. Earliest 2/3 train.
-- {{rows}}: rows in all. {{seed}}: any whole number. Makes the table "dataset" with part = 'train' or 'eval' and the row's number i.
-- Every draw is a function of (row or key, salt, seed) by md5, without random(), setseed or hash(): the same in each DuckDB.
CREATE OR REPLACE MACRO u(i, salt) AS (CAST(md5_number_lower(concat(i, '|', salt, '|{{seed}}')) % 4294967296 AS DOUBLE) + 0.5) / 4294967296.0;
CREATE OR REPLACE MACRO z(i, salt) AS sqrt(-2 * ln(u(i, concat(salt, 'a')))) * cos(2 * pi() * u(i, concat(salt, 'b')));
CREATE OR REPLACE MACRO bern(i, salt, logit) AS CAST(u(i, salt) < 1 / (1 + exp(-(logit))) AS INTEGER);
CREATE OR REPLACE TABLE dataset AS
WITH f AS (SELECT i, CAST(i AS DOUBLE) / {{rows}} AS t, CAST(floor(1500 * pow(u(i, 'm'), 2)) AS INTEGER) AS member, z(i, 'x0') AS x0, z(i, 'x1') AS x1, z(i, 'x2') AS x2, z(i, 'x3') AS x3, z(i, 'x4') AS x4, z(i, 'x5') AS x5, z(i, 'x6') AS x6, z(i, 'x7') AS x7, floor(60 * u(i, 'topic')) AS tn FROM range({{rows}}) r(i)),
m AS (SELECT *, z(member, 're') AS re, round(1 / (1 + exp(1.5 - z(member, 're') - 0.7 * z(member, 'noise'))), 3) AS member_ctr, 18 + floor(50 * u(member, 'age')) AS age FROM f),
l AS (SELECT *, 0.8 * re + 0.5 * x0 * x1 + 0.3 * x2 + (0.4 + 0.3 * t) * z(tn, 'tp') + 0.4 * z(member, 'taste') * x3 AS s FROM m)
SELECT i, t, member, member_ctr, age, x0, x1, x2, x3, x4, x5, x6, x7, concat('t', CAST(tn AS INTEGER)) AS topic,
  bern(i, 'click', -1.3 + s) AS click, bern(i, 'like', -3.4 + 0.8 * s + 0.6 * z(member, 'generous')) AS liked,
  CASE WHEN i >= {{rows}} * 2 / 3 THEN 'eval' ELSE 'train' END AS part
FROM l
