/**
 * What a bundle is: its parts, its manifest, and the digests that name it. Pure.
 * Leaves to others: copying, downloading and verifying the parts.
 */
import { type ArtifactRef, type Digest, EspalierError } from '@espalier/domain';
import { digestHex, digestOfJson, isDigest } from '@espalier/store';
import { z } from 'zod';

export const manifestName = 'bundle.json';
export const partNames = {
  leafMap: 'leaf-map.json',
  featureSchema: 'feature-schema.json',
  network: 'saved_model/saved_model.pb',
  report: 'report.json',
  lineage: 'lineage.json',
} as const;

const format = 'espalier.bundle/1';
const directoryDigits = 24;

export function boosterName(task: string): string {
  return `encoder/${task}.ubj`;
}

/** True for relative paths that stay inside their folder. */
function staysInside(name: string): boolean {
  return name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

const digestSchema = z.custom<Digest>(isDigest, 'expected a SHA-256 digest');

const bundlePartSchema = z.object({
  /** Path inside the bundle. */
  name: z.string().refine(staysInside, 'expected a relative path inside the bundle'),
  digest: digestSchema,
  sizeBytes: z.number().int().nonnegative(),
});
export type BundlePart = z.infer<typeof bundlePartSchema>;

const bundleManifestSchema = z.object({
  format: z.literal(format),
  pipeline: z.string(),
  /** Covers what makes predictions: `encoder`, `network`, vocabularies and `modelling`. */
  digest: digestSchema,
  encoderDigest: digestSchema,
  networkDigest: digestSchema,
  /** In the order of the forests in the leaf map and of the network's outputs. */
  tasks: z.array(z.string()).min(1),
  parts: z.array(bundlePartSchema),
  /** The part of the spec that shapes predictions. */
  modelling: z.unknown(),
  /** The whole spec, defaults filled in. */
  spec: z.unknown(),
  /** Digests of the data it was made from, by name. */
  data: z.record(z.string(), digestSchema),
  codeVersion: z.string(),
});
export type BundleManifest = z.infer<typeof bundleManifestSchema>;

/** What identifies a bundle's predictions. */
export interface BundleDigests {
  readonly digest: Digest;
  /** Boosters in task order, leaf map and vocabularies. */
  readonly encoder: Digest;
  /** The SavedModel's bytes. */
  readonly network: Digest;
}

/**
 * Digests over the parts that predict, and not over times, hosts, runs or reports.
 * @throws EspalierError `registry.part-missing` when one of them is not among `parts`.
 */
export function bundleDigests(
  parts: readonly BundlePart[],
  tasks: readonly string[],
  modelling: unknown,
): BundleDigests {
  const byName = new Map(parts.map((part) => [part.name, part.digest]));
  const digestOfPart = (name: string): Digest => {
    const digest = byName.get(name);
    if (digest === undefined) {
      throw new EspalierError('registry.part-missing', `${manifestName} names no part ${name}.`, {
        details: { part: name },
      });
    }
    return digest;
  };
  const encoder = digestOfJson({
    boosters: tasks.map((task) => ({ task, digest: digestOfPart(boosterName(task)) })),
    leafMap: digestOfPart(partNames.leafMap),
    featureSchema: digestOfPart(partNames.featureSchema),
  });
  const network = digestOfPart(partNames.network);
  return { digest: digestOfJson({ encoder, network, modelling }), encoder, network };
}

export function bundleManifest(content: Omit<BundleManifest, 'format'>): BundleManifest {
  return { format, ...content };
}

/** Key prefix of a bundle, ending in `/`: the same predictions, the same place. */
export function bundlePrefix(pipeline: string, digest: Digest): string {
  return `bundles/${pipeline}/${digestHex(digest).slice(0, directoryDigits)}/`;
}

/** Reads a manifest and checks that it names all parts and that its digests follow from them. `where` is for messages. */
export function parseBundleManifest(value: unknown, where: string): BundleManifest {
  const parsed = bundleManifestSchema.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new EspalierError(
      'registry.not-a-bundle',
      `${where} holds no bundle: ${manifestName} is not of the form ${format}.`,
      { details: { where, issues } },
    );
  }
  const manifest = parsed.data;
  const expected = bundleDigests(manifest.parts, manifest.tasks, manifest.modelling);
  const agrees =
    expected.digest === manifest.digest &&
    expected.encoder === manifest.encoderDigest &&
    expected.network === manifest.networkDigest;
  if (!agrees) {
    throw new EspalierError(
      'registry.part-mismatched',
      `${manifestName} in ${where} does not agree with itself: its digests are not those of the parts it names.`,
      { details: { where, part: manifestName } },
    );
  }
  return manifest;
}

export function toPart(name: string, { digest, sizeBytes }: ArtifactRef): BundlePart {
  return { name, digest, sizeBytes };
}
