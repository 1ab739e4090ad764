/**
 * Responsible for how much of Temporal's protocol a bundle has: what its clients speak. A client makes types of all that it has whenever it is loaded,
 * and a third of the package describes what workers say to their own core and how its cloud is run.
 * Leaves to others: programs with a worker, whose packages stay in their place.
 */

/** Where the package keeps its protocol: a call with JSON. */
const protocolFile = /\/@temporalio\/proto\/protos\/json-module\.js$/;
const described = /(?<=\.addJSON\()\{[\s\S]*\}(?=\);)/;

interface Namespace {
  nested?: Record<string, Namespace | undefined>;
}

/** @returns the module without what no client speaks; as it is where it is another one */
export function protocolOfClients(code: string, path: string): string {
  if (!protocolFile.test(path)) return code;
  return code.replace(described, (json) => {
    const packages = JSON.parse(json) as NonNullable<Namespace['nested']>;
    delete packages.coresdk;
    delete packages.temporal?.nested?.api?.nested?.cloud;
    return JSON.stringify(packages);
  });
}
