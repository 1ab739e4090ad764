/** Which data sets `bench generalise` makes, and the pipeline of each: defaults but for what says where things are. */
import type { PipelineInput } from '@espalier/spec';

export interface DataSet {
  /** Also the name of its SQL in `bench/generalise`, and of its pipeline. */
  readonly name: string;
  /** Rows of training and evaluation together. */
  readonly rows: number;
  /** Columns that are no features: the row's number, its member, its time. */
  readonly exclude: readonly string[];
  /** Names of the tasks, which are also their label columns (0 or 1), from the most frequent. */
  readonly passive: readonly string[];
  readonly active: readonly string[];
  /** Where rows have a time, what is set aside of the training rows is the latest of them. */
  readonly time?: string;
  /** Where rows come in groups. */
  readonly cluster?: string;
}

export const dataSets: readonly DataSet[] = [
  {
    name: 'few-categories',
    rows: 25_000,
    exclude: ['i'],
    passive: ['opened'],
    active: ['reply'],
  },
  {
    name: 'noise-mixed',
    rows: 45_000,
    exclude: ['i'],
    passive: ['real', 'noise_half'],
    active: ['own', 'noise_rare'],
  },
  {
    name: 'linear-wide',
    rows: 70_000,
    exclude: ['i'],
    passive: ['opened'],
    active: ['reply', 'block'],
  },
  {
    name: 'members-time',
    rows: 90_000,
    exclude: ['i', 'member', 't'],
    passive: ['click'],
    active: ['liked'],
    time: 't',
    cluster: 'member',
  },
  {
    name: 'rare-funnel',
    rows: 180_000,
    exclude: ['i'],
    passive: ['click', 'long_dwell'],
    active: ['liked', 'shared'],
  },
  {
    name: 'drift-season',
    rows: 250_000,
    exclude: ['i', 't'],
    passive: ['click', 'long_dwell'],
    active: ['liked'],
    time: 't',
  },
  {
    name: 'many-items-rare',
    rows: 300_000,
    exclude: ['i'],
    passive: ['click'],
    active: ['liked', 'shared'],
  },
];

export function tasksOf({ passive, active }: DataSet): string[] {
  return [...passive, ...active];
}

/** The pipeline over the set's files, `train.parquet` and `eval.parquet` beside it. */
export function pipelineOf(set: DataSet): PipelineInput {
  const { name, exclude, passive, active, time, cluster } = set;
  const taskOf = (group: 'passive' | 'active') => (task: string) => ({
    name: task,
    group,
    label: `"${task}" = 1`,
  });
  return {
    name,
    source: {
      train: { uri: 'train.parquet' },
      eval: { uri: 'eval.parquet' },
      ...(time === undefined ? {} : { split: { by: time, order: 'time' as const } }),
    },
    features: { exclude: [...exclude] },
    tasks: [...passive.map(taskOf('passive')), ...active.map(taskOf('active'))],
    ...(cluster === undefined ? {} : { evaluation: { cluster } }),
  };
}
