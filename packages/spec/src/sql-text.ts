/**
 * Responsible for names and values as DuckDB SQL text.
 * Leaves to others: checking SQL against real columns (features' preflight).
 */

/** DuckDB's words of grammar: `duckdb_keywords()`, all but the unreserved ones, and `user`, which is a function where there is no column. */
const reservedWords: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast check ' +
    'collate collation column columns concurrently constraint create cross default deferrable desc describe ' +
    'distinct do else end except false fetch for foreign freeze from full generated glob group having ilike in ' +
    'initially inner intersect into is isnull join lambda lateral leading left like limit map natural not notnull ' +
    'null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify ' +
    'references returning right select semi show similar some struct summarize symmetric table tablesample then to ' +
    'trailing true try_cast union unique unpack unpivot using variadic verbose when where window with ' +
    'between bigint bit boolean char character coalesce dec decimal exists extract float grouping grouping_id inout int ' +
    'integer interval national nchar none nullif numeric out overlay position precision real row setof smallint ' +
    'substring time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists xmlforest ' +
    'xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable user'
  ).split(' '),
);

/** The name as written by hand: bare where that is safe, else in double quotes. */
export function sqlName(name: string): string {
  const bare = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reservedWords.has(name.toLowerCase());
  return bare ? name : `"${name.replaceAll('"', '""')}"`;
}

export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
