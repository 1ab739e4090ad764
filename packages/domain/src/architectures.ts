/**
 * Which architectures of the network there are, and the settings that only some of them have, with their defaults.
 * Leaves their layers to `packages/ranker/src/network/architectures/`, and the ranges of settings to the spec.
 */

/** Keys of `model` that only fit some architectures; whole numbers from 1. */
export const architectureSettingNames = ['experts', 'taskExperts', 'extractionLayers'] as const;
export type ArchitectureSetting = (typeof architectureSettingNames)[number];

interface ArchitectureDeclaration {
  /** What it is, in one clause: for the key's description. */
  readonly summary: string;
  /** Its own settings and their defaults. */
  readonly settings: Readonly<Partial<Record<ArchitectureSetting, number>>>;
}

export const architectures = {
  towers: { summary: 'one tower for passive and one for active tasks', settings: {} },
  'shared-bottom': { summary: 'common layers, a head a task', settings: {} },
  separate: {
    summary: "a network a task, over that task's forest alone, all trained side by side",
    settings: {},
  },
  mmoe: { summary: 'common experts, mixed by a gate a task', settings: { experts: 4 } },
  ple: {
    summary: 'layers of common experts and of experts of each task, mixed by gates',
    settings: { experts: 2, taskExperts: 1, extractionLayers: 2 },
  },
} as const satisfies Readonly<Record<string, ArchitectureDeclaration>>;

export type ArchitectureName = keyof typeof architectures;

export const architectureNames = Object.keys(architectures) as readonly ArchitectureName[];

/** An architecture's own settings and their defaults. */
export function architectureSettings(name: ArchitectureName): ArchitectureDeclaration['settings'] {
  return architectures[name].settings;
}
