/**
 * Responsible for what is wrong with YAML text, in the words of people who write pipelines, each with its place.
 * Leaves to others: lines and columns (yaml-source.ts), and what the values mean (validate-spec.ts).
 */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';

export interface YamlProblem {
  readonly code: 'duplicate' | 'syntax';
  readonly message: string;
  /** Where it begins in the text, in UTF-16 code units. */
  readonly offset: number;
}

/** What the parser's codes mean; its own words speak of nodes, scalars and tokens. */
const sentences: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_DIRECTIVE: 'a line that begins with % says something of YAML that is not known',
  BAD_DQ_ESCAPE:
    'a text in double quotes has a backslash before a letter that stands for nothing; use single quotes, or two backslashes',
  BAD_SCALAR_START: 'a text can not begin with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'two colons stand in one line; put a text with `: ` in quotes',
  BLOCK_IN_FLOW: 'a list or mapping by indentation stands within brackets; use brackets there too',
  KEY_OVER_1024_CHARS: 'a key is longer than 1,024 characters',
  MULTILINE_IMPLICIT_KEY:
    'a key, or a text before a colon, goes on in the next line; look for a missing colon or indentation',
  MULTIPLE_ANCHORS: 'a value has two anchors (&); one is enough',
  MULTIPLE_DOCS:
    'a second document begins here (`---`); a file holds one pipeline, so put the other into a file of its own',
  MULTIPLE_TAGS: 'a value has two tags (!)',
  TAB_AS_INDENT: 'a tab indents the line; use spaces',
  TAG_RESOLVE_FAILED: 'a tag (!) is not known; put a text that begins with ! in quotes',
  UNEXPECTED_TOKEN:
    'this does not belong here; look at the indentation, the brackets and the quotes before it',
};

/** The parser's complaints; where it has none, what can't be made values of. */
export function yamlProblems(document: Document): YamlProblem[] {
  const complaints = [...document.errors, ...document.warnings].map((problem): YamlProblem => {
    const [offset] = problem.pos;
    if (problem.code === 'DUPLICATE_KEY')
      return { code: 'duplicate', message: 'the same key stands twice', offset };
    return { code: 'syntax', message: `not YAML: ${sentenceOf(problem)}`, offset };
  });
  return complaints.length > 0 ? complaints : valueProblems(document);
}

function sentenceOf({ code, message }: YAMLError): string {
  const [, missing] = /end with an? (\S+)$/.exec(message) ?? /(closing .*quote)/.exec(message) ?? [];
  if (missing !== undefined)
    return `${/quote/.test(missing) ? 'a closing quote' : `a closing ${missing}`} is missing`;
  if (code === 'MISSING_CHAR' && /map values/.test(message))
    return 'a colon is missing after a key, or the line is not indented';
  return sentences[code] ?? message;
}

function valueProblems(document: Document): YamlProblem[] {
  const problems: YamlProblem[] = [];
  const report = (node: unknown, message: string) => {
    const offset = (isNode(node) ? node.range?.[0] : undefined) ?? 0;
    problems.push({ code: 'syntax', message, offset });
  };
  visit(document, {
    Alias(_key, alias, path) {
      const target = alias.resolve(document);
      if (target === undefined)
        report(
          alias,
          `nothing before has the anchor &${alias.source}; put a text that begins with * in quotes`,
        );
      else if (path.includes(target)) report(alias, `*${alias.source} stands within what it names`);
    },
    Pair(_key, { key, value }) {
      if (isCollection(key)) report(key, 'a key must be a text, not a list or a mapping');
      if (isMergeKey(key) && mergedMaps(document, value) === null) {
        report(key, '`<<` takes a mapping, such as *defaults, or a list of them');
      }
    },
  });
  return problems;
}

/** Whether a key is `<<`, which takes in the keys of other mappings. */
export function isMergeKey(key: unknown): boolean {
  if (!isScalar(key)) return false;
  const { value } = key;
  return typeof value === 'symbol' ? value.description === '<<' : value === '<<' && key.type === 'PLAIN';
}

/** The mappings that `<<` takes in, the first one's keys before the others'; null where it names something else. */
export function mergedMaps(document: Document, value: unknown): YAMLMap[] | null {
  const target = isAlias(value) ? value.resolve(document) : value;
  const sources = isSeq(target)
    ? target.items.map((item) => (isAlias(item) ? item.resolve(document) : item))
    : [target];
  return sources.every((source) => isMap(source)) ? (sources as YAMLMap[]) : null;
}
