/**
 * Responsible for reading a DuckDB result's fixed-width columns as typed arrays, chunk by chunk, without making values.
 * Leaves to others: the query, and what the columns mean.
 */
import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

/** A view of one column of a chunk; valid until the next chunk is fetched. NULLs hold undefined numbers. */
function columnBytes(chunk: DuckDBDataChunk, column: number, width: number): Uint8Array {
  return duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, column), chunk.rowCount * width);
}

export function floatColumn(chunk: DuckDBDataChunk, column: number): Float32Array {
  const bytes = columnBytes(chunk, column, 4);
  return new Float32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

export function doubleColumn(chunk: DuckDBDataChunk, column: number): Float64Array {
  const bytes = columnBytes(chunk, column, 8);
  return new Float64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

export function byteColumn(chunk: DuckDBDataChunk, column: number): Uint8Array {
  return columnBytes(chunk, column, 1);
}

/** A BIGINT column as pairs of its low and high halves. */
export function bigintHalves(chunk: DuckDBDataChunk, column: number): Int32Array {
  const bytes = columnBytes(chunk, column, 8);
  return new Int32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount * 2);
}

/** A UBIGINT column. */
export function bigintColumn(chunk: DuckDBDataChunk, column: number): BigUint64Array {
  const bytes = columnBytes(chunk, column, 8);
  return new BigUint64Array(bytes.buffer, bytes.byteOffset, chunk.rowCount);
}

export async function* chunksOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}
