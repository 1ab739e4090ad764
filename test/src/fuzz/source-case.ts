/**
 * Responsible for drawing one source: columns with odd names and values, parts of other types, names and writers, and what
 * lies beside them.
 * Leaves to others: writing it (write-parts.ts), using it (try-case.ts).
 */
import {
  type ColumnMaker,
  columnNames,
  featureMakers,
  keyMakers,
  type LabelMaker,
  labelMakers,
  timeMakers,
} from './column-catalogue.js';
import type { Draws } from './draws.js';

export interface CaseColumn {
  readonly name: string;
  readonly maker: ColumnMaker | LabelMaker;
  readonly salt: number;
}

interface CaseTask {
  readonly name: string;
  readonly group: 'passive' | 'active';
  readonly column: CaseColumn;
  readonly maker: LabelMaker;
}

/** How a part is written: by DuckDB, or byte by byte by a script that leaves statistics out or gets them wrong. */
type PartWriter =
  | { readonly by: 'duckdb'; readonly options: string }
  | {
      readonly by: 'script';
      readonly statistics: 'right' | 'absent' | 'wrong';
      readonly rowGroupRows: number;
    };

export interface CasePart {
  /** Below the split's folder. */
  readonly path: string;
  readonly rows: number;
  /** Other types than the widest, by column; `null` where the part has nothing but NULL. */
  readonly types: ReadonlyMap<string, string | null>;
  readonly writer: PartWriter;
  readonly columnsReversed: boolean;
}

export interface CaseSource {
  readonly folder: string;
  /** What the pipeline file says, below the case's folder. */
  readonly uri: string;
  readonly parts: readonly CasePart[];
  /** Files that are not of the source, with the rows of the first part turned around or without sense. */
  readonly decoys: readonly { readonly path: string; readonly content: 'other rows' | 'text' | 'nothing' }[];
}

export interface SourceCase {
  readonly index: number;
  readonly columns: readonly CaseColumn[];
  readonly features: readonly CaseColumn[];
  readonly tasks: readonly CaseTask[];
  readonly train: CaseSource;
  readonly eval: CaseSource;
  /** Whose rows measure: those of a source of their own, or some of the training source's, by its key or its time. */
  readonly held: 'own source' | 'by key' | 'by time';
  /** What `held` goes by; null with a source of its own. */
  readonly splitBy: CaseColumn | null;
  readonly inS3: boolean;
  readonly mayBeRefused: boolean;
  readonly mustBeRefused: boolean;
}

/** Files that a run of a case reads. */
export function filesOf({ train, eval: own, held }: SourceCase): number {
  return train.parts.length + (held === 'own source' ? own.parts.length : 0);
}

/** Names of columns that the reader itself adds: to refuse them is as good as to read them. */
const readersNames = ['file_row_number'];
const folderNames = [
  'data',
  'with space',
  'ü',
  'a,b',
  'run[2024]',
  'k=v',
  'day=2024-01-01',
  '100%',
  '#1',
  "it's",
  'say "x"',
  'semi;',
  '$HOME',
  '{a,b}',
  '!x',
  '(p)',
  '&',
  'x@y',
  '+',
  '^',
  'ordinary',
];
const fileNames = [
  'rows.parquet',
  'ROWS.PARQUET',
  'rows.parq',
  'rows[1].parquet',
  'what?.parquet',
  'star*.parquet',
  'a b.parquet',
  'k=v.parquet',
  "o'clock.parquet",
  'ü.parquet',
  'x,y.parquet',
  '{a,b}.parquet',
  '50%.parquet',
  '#.parquet',
];
/** What a name would match if it were a pattern. */
const matchedByPattern: Readonly<Record<string, string>> = {
  'rows[1].parquet': 'rows1.parquet',
  'what?.parquet': 'whatX.parquet',
  'star*.parquet': 'star-other.parquet',
};
const codecs = ['snappy', 'zstd', 'gzip', 'uncompressed', 'lz4_raw', 'brotli'];
/** Types whose values the script can write. */
const scriptable = /^(BIGINT|INTEGER|SMALLINT|TINYINT|DOUBLE|FLOAT|BOOLEAN|VARCHAR)$/;

export function drawCase(index: number, draws: Draws): SourceCase {
  const byScript = draws.chance(0.4);
  const usable = byScript ? featureMakers.filter(({ type }) => scriptable.test(type)) : featureMakers;
  const names = draws.some(columnNames, columnNames.length);
  const nextName = () => names.splice(draws.between(0, names.length - 1), 1)[0] ?? 'column';
  const column = (maker: ColumnMaker | LabelMaker): CaseColumn => ({
    name: nextName(),
    maker,
    salt: draws.between(1, 1e9),
  });
  const plain = usable.filter(
    ({ feature, mayBeRefused }) => feature !== 'none' && mayBeRefused === undefined,
  );
  const risky = draws.chance(0.35);
  const offered = usable.filter(({ mayBeRefused }) => risky || mayBeRefused === undefined);
  const features = [column(draws.pick(plain)), ...draws.some(offered, draws.between(2, 5)).map(column)];
  const wrongLabel = draws.chance(0.08);
  const tasks = Array.from({ length: draws.between(1, 2) }, (_, task): CaseTask => {
    const maker = draws.pick(
      labelMakers.filter(({ mustBeRefused }) => (mustBeRefused === true) === wrongLabel),
    );
    return {
      name: task === 0 ? 'click' : 'like',
      group: task === 0 ? 'passive' : 'active',
      column: column(maker),
      maker,
    };
  });
  const held = draws.chance(0.3) ? draws.pick(['by key', 'by time'] as const) : 'own source';
  const deciders =
    held === 'by key' ? keyMakers : timeMakers.filter(({ type }) => !byScript || scriptable.test(type));
  const splitBy = held === 'own source' ? null : column(draws.pick(deciders));
  const columns = [...features, ...tasks.map((task) => task.column), ...(splitBy === null ? [] : [splitBy])];
  const [train, evaluated] = [
    drawSource('train', columns, byScript, draws),
    drawSource('eval', columns, byScript, draws),
  ];
  const makers = columns.map(({ maker }) => maker);
  return {
    index,
    columns,
    features,
    tasks,
    train,
    eval: evaluated,
    held,
    splitBy,
    inS3: draws.chance(0.2),
    mayBeRefused:
      makers.some(({ mayBeRefused }) => mayBeRefused === true) ||
      columns.some(({ name }) => readersNames.includes(name)),
    mustBeRefused: wrongLabel,
  };
}

function drawSource(
  split: string,
  columns: readonly CaseColumn[],
  byScript: boolean,
  draws: Draws,
): CaseSource {
  const folder = `${split}/${draws.pick(folderNames)}`;
  const least = split === 'train' ? 250 : 120;
  const part = (path: string, rows: number): CasePart => ({
    path,
    rows,
    types: drawTypes(columns, byScript, draws),
    writer: drawWriter(byScript, draws),
    columnsReversed: draws.chance(0.2),
  });
  if (draws.chance(0.35)) {
    const name = draws.pick(fileNames);
    const other = matchedByPattern[name];
    const decoys = other === undefined ? [] : [{ path: other, content: 'other rows' as const }];
    return { folder, uri: `${folder}/${name}`, parts: [part(name, least + draws.between(0, 200))], decoys };
  }
  const count = draws.between(5, 13);
  const parts = Array.from({ length: count }, (_, index) => {
    const rows = index > 0 && draws.chance(0.08) ? 0 : Math.ceil(least / count) + draws.between(0, 60);
    return part(`part-${index}${draws.chance(0.1) ? '.PARQUET' : '.parquet'}`, rows);
  });
  const upper = parts.some(({ path }) => path.endsWith('.PARQUET'));
  const literal = /[*?[{(!@+]/.test(folder);
  const uri = upper || literal || draws.chance(0.6) ? `${folder}/` : `${folder}/*.parquet`;
  const decoys = draws.some(
    [
      { path: '_SUCCESS', content: 'nothing' },
      { path: '.part-0.parquet.crc', content: 'text' },
      { path: '.hidden.parquet', content: 'other rows' },
      { path: '_temporary/0/part-0.parquet', content: 'other rows' },
      { path: '_started.parquet', content: 'other rows' },
      { path: 'README.md', content: 'text' },
    ] as const,
    draws.between(0, 3),
  );
  return { folder, uri, parts, decoys };
}

function drawTypes(
  columns: readonly CaseColumn[],
  byScript: boolean,
  draws: Draws,
): Map<string, string | null> {
  const types = new Map<string, string | null>();
  for (const { name, maker } of columns) {
    const others = (maker.partTypes ?? []).filter((type) => !byScript || scriptable.test(type));
    if (others.length > 0 && draws.chance(0.35)) types.set(name, draws.pick(others));
    else if (featureMakers.includes(maker as ColumnMaker) && maker.kind.includes('NULL') && draws.chance(0.1))
      types.set(name, null);
  }
  return types;
}

function drawWriter(byScript: boolean, draws: Draws): PartWriter {
  if (byScript && draws.chance(0.8)) {
    return {
      by: 'script',
      statistics: draws.pick(['right', 'absent', 'wrong'] as const),
      rowGroupRows: draws.between(20, 400),
    };
  }
  const version = draws.pick(['V1', 'V2']);
  return {
    by: 'duckdb',
    options: `CODEC ${draws.pick(codecs)}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048`,
  };
}
