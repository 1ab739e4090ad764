/**
 * Responsible for the kinds of columns that sources are made of: their values as DuckDB SQL, and the other types in which a
 * part may hold the same values.
 * Leaves to others: files (write-parts.ts), what is expected of them (plain-figures.ts).
 */

export interface ColumnMaker {
  readonly kind: string;
  /** The widest type, in which the plain copy holds it. */
  readonly type: string;
  /** Values of row `i`; `h` is a hash of the row and the column, a UBIGINT. */
  readonly sql: string;
  /** Types in which a part may hold the same values. */
  readonly partTypes?: readonly string[];
  readonly feature: 'numeric' | 'categorical' | 'none';
  /** A refusal before the run is as good as a result. */
  readonly mayBeRefused?: true;
}

const sometimesNull = (sql: string, share = 9) => `CASE WHEN h % ${share} <> 0 THEN ${sql} END`;
/** Eighths, which every float holds exactly. */
const eighths = `((h >> 8) % 801)::DOUBLE / 8 - 50`;
const oneOf = (values: readonly string[]) =>
  `[${values.join(', ')}][1 + ((h >> 8) % ${values.length})::BIGINT]`;
const oddTexts = [
  `''`,
  `' '`,
  `'plain'`,
  `'Zoë ☕'`,
  `'it''s'`,
  `'say "no"'`,
  `'a,b;c'`,
  `'NULL'`,
  `'nan'`,
  `'two' || chr(10) || 'lines'`,
  `'tab' || chr(9)`,
  `repeat('long', 40)`,
  `'1'`,
  `'1 '`,
  `'é'`,
  `'e' || chr(769)`,
];

export const featureMakers: readonly ColumnMaker[] = [
  {
    kind: 'small integer',
    type: 'BIGINT',
    sql: `((h >> 8) % 200)::BIGINT - 100`,
    partTypes: ['SMALLINT', 'INTEGER'],
    feature: 'numeric',
  },
  {
    kind: 'integer with NULL',
    type: 'BIGINT',
    sql: sometimesNull(`((h >> 8) % 50)::BIGINT`),
    partTypes: ['TINYINT', 'UINTEGER', 'DOUBLE'],
    feature: 'numeric',
  },
  { kind: 'double', type: 'DOUBLE', sql: eighths, partTypes: ['FLOAT'], feature: 'numeric' },
  {
    kind: 'double with NaN and NULL',
    type: 'DOUBLE',
    sql: `CASE WHEN h % 7 = 0 THEN 'nan'::DOUBLE WHEN h % 7 <> 1 THEN ${eighths} END`,
    partTypes: ['FLOAT'],
    feature: 'numeric',
  },
  {
    kind: 'one NaN',
    type: 'FLOAT',
    sql: `CASE WHEN i = 17 THEN 'nan'::FLOAT ELSE (${eighths})::FLOAT END`,
    feature: 'numeric',
  },
  {
    kind: 'negative zero',
    type: 'DOUBLE',
    sql: `CASE WHEN h % 2 = 0 THEN -0.0::DOUBLE ELSE (h % 3)::DOUBLE END`,
    feature: 'numeric',
  },
  {
    kind: 'infinite',
    type: 'DOUBLE',
    sql: `CASE WHEN h % 11 = 0 THEN 'inf'::DOUBLE WHEN h % 11 = 1 THEN '-inf'::DOUBLE ELSE ${eighths} END`,
    feature: 'numeric',
    mayBeRefused: true,
  },
  {
    kind: 'greatest double',
    type: 'DOUBLE',
    sql: `CASE WHEN h % 5 = 0 THEN 1.7976931348623157e308 ELSE ${eighths} END`,
    feature: 'numeric',
    mayBeRefused: true,
  },
  {
    kind: 'decimal',
    type: 'DECIMAL(9,2)',
    sql: `(((h >> 8) % 9000)::DECIMAL(9,2) / 100)::DECIMAL(9,2)`,
    partTypes: ['DECIMAL(4,2)', 'DECIMAL(6,2)'],
    feature: 'numeric',
  },
  { kind: 'boolean', type: 'BOOLEAN', sql: sometimesNull(`h % 2 = 0`, 5), feature: 'numeric' },
  { kind: 'text', type: 'VARCHAR', sql: oneOf(oddTexts), feature: 'categorical' },
  {
    kind: 'text with NULL',
    type: 'VARCHAR',
    sql: sometimesNull(oneOf([`'red'`, `'green'`, `'blue'`]), 4),
    partTypes: ["ENUM('blue', 'green', 'red')"],
    feature: 'categorical',
  },
  {
    kind: 'text with NUL',
    type: 'VARCHAR',
    sql: oneOf([`'a' || chr(0) || 'b'`, `'a'`, `'c'`]),
    feature: 'categorical',
    mayBeRefused: true,
  },
  { kind: 'date', type: 'DATE', sql: `DATE '2024-01-01' + ((h >> 8) % 300)::INTEGER`, feature: 'numeric' },
  {
    kind: 'timestamp',
    type: 'TIMESTAMP',
    sql: `TIMESTAMP '2024-01-01 00:00:00' + to_seconds(((h >> 8) % 30000000)::BIGINT)`,
    partTypes: ['TIMESTAMP_MS', 'TIMESTAMP_NS'],
    feature: 'numeric',
  },
  {
    kind: 'timestamp with zone',
    type: 'TIMESTAMPTZ',
    sql: `to_timestamp(1700000000 + ((h >> 8) % 90000)::BIGINT)`,
    feature: 'numeric',
  },
  {
    kind: 'infinite date',
    type: 'DATE',
    sql: `CASE WHEN h % 13 = 0 THEN 'infinity'::DATE ELSE DATE '2024-01-01' + ((h >> 8) % 300)::INTEGER END`,
    feature: 'numeric',
    mayBeRefused: true,
  },
  {
    kind: 'day as a number',
    type: 'BIGINT',
    sql: `strftime(DATE '2024-01-01' + ((h >> 8) % 300)::INTEGER, '%Y%m%d')::BIGINT`,
    partTypes: ['INTEGER'],
    feature: 'numeric',
  },
  {
    kind: 'epoch seconds',
    type: 'BIGINT',
    sql: `1700000000 + ((h >> 8) % 100000)::BIGINT`,
    feature: 'numeric',
  },
  {
    kind: 'wide integer',
    type: 'HUGEINT',
    sql: `((h >> 8) % 1000)::HUGEINT * 1000000000000000000000`,
    feature: 'numeric',
    mayBeRefused: true,
  },
  { kind: 'all NULL', type: 'DOUBLE', sql: `NULL::DOUBLE`, feature: 'none' },
  { kind: 'constant', type: 'INTEGER', sql: `3`, feature: 'none' },
  { kind: 'UUID', type: 'UUID', sql: `md5(i::VARCHAR)::UUID`, feature: 'none' },
  { kind: 'bytes', type: 'BLOB', sql: `'\\xAA\\x00\\xFF'::BLOB`, feature: 'none' },
  { kind: 'list', type: 'INTEGER[]', sql: `[i, NULL, 3]`, feature: 'none' },
  {
    kind: 'struct',
    type: 'STRUCT(a INTEGER, b VARCHAR)',
    sql: `{'a': i::INTEGER, 'b': 'x'}`,
    feature: 'none',
  },
  { kind: 'map', type: 'MAP(VARCHAR, INTEGER)', sql: `MAP {'k': i::INTEGER}`, feature: 'none' },
];

export interface LabelMaker extends Omit<ColumnMaker, 'feature'> {
  /** The label, over a quoted column. */
  readonly label: (quoted: string) => string;
  /** Rows are left out of no label in silence: such a label has to be refused. */
  readonly mustBeRefused?: true;
}

/** True where the row's signal says so; `s` is a number from 0 to 999 that features know something of. */
export const labelMakers: readonly LabelMaker[] = [
  { kind: 'boolean label', type: 'BOOLEAN', sql: `s > 600`, label: (q) => q },
  {
    kind: '0 or 1',
    type: 'BIGINT',
    sql: `(s > 500)::BIGINT`,
    partTypes: ['TINYINT', 'DOUBLE'],
    label: (q) => `${q} = 1`,
  },
  {
    kind: 'dwell',
    type: 'DOUBLE',
    sql: `(s // 10)::DOUBLE`,
    partTypes: ['FLOAT', 'BIGINT'],
    label: (q) => `${q} > 40`,
  },
  {
    kind: 'action text',
    type: 'VARCHAR',
    sql: `CASE WHEN s > 700 THEN 'like' ELSE 'none' END`,
    label: (q) => `${q} = 'like'`,
  },
  {
    kind: 'NULL made false',
    type: 'VARCHAR',
    sql: `CASE WHEN s > 650 THEN 'share' END`,
    label: (q) => `${q} IS NOT NULL`,
  },
  {
    kind: 'label with NaN',
    type: 'DOUBLE',
    sql: `CASE WHEN s % 10 = 0 THEN 'nan'::DOUBLE ELSE s / 10 END`,
    label: (q) => `${q} > 40`,
    mustBeRefused: true,
  },
  {
    kind: 'label with NULL',
    type: 'DOUBLE',
    sql: `CASE WHEN s % 10 <> 0 THEN s / 10 END`,
    label: (q) => `${q} > 40`,
    mustBeRefused: true,
  },
];

/** What a split may hash; NULL is no key. */
export const keyMakers: readonly ColumnMaker[] = [
  {
    kind: 'key with NULL',
    type: 'BIGINT',
    sql: sometimesNull('((h >> 8) % 60)::BIGINT + 9007199254740993'),
    feature: 'numeric',
  },
  {
    kind: 'text key with NULL',
    type: 'VARCHAR',
    sql: sometimesNull(`'m ' || ((h >> 8) % 60)`),
    feature: 'categorical',
  },
];

/** What a split may go by in time; no value is no time. */
export const timeMakers: readonly ColumnMaker[] = [
  {
    kind: 'time with NULL',
    type: 'TIMESTAMP',
    sql: sometimesNull(`TIMESTAMP '2024-01-01' + to_hours(((h >> 8) % 900)::BIGINT)`),
    partTypes: ['TIMESTAMP_MS', 'TIMESTAMP_NS'],
    feature: 'numeric',
  },
  {
    kind: 'time as a number with NaN and NULL',
    type: 'DOUBLE',
    sql: `CASE WHEN h % 9 = 0 THEN 'nan'::DOUBLE WHEN h % 9 <> 1 THEN 1700000000 + (h >> 8) % 5000 END`,
    feature: 'numeric',
  },
];

/** Names that a log may have; each is used once in a source. */
export const columnNames: readonly string[] = [
  'price',
  'user',
  'order',
  'end',
  'like',
  'Group',
  'a b',
  'x.y',
  'x,y',
  'semi;colon',
  'quote"d',
  "it's",
  'größe',
  '日本',
  '☕',
  '1st',
  '%',
  '[0]',
  '*',
  'key=value',
  'null',
  'NaN',
  'select',
  'i',
  'h',
  's',
  'filename',
  'file_row_number',
  'file_index',
  '__row',
  '-',
  'l'.repeat(70),
];
