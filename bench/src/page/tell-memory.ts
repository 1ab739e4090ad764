/** Loaded before the server's program: tells whoever has started it what its collected heap holds, in bytes, whenever it is asked. */
process.on('message', () => {
  // Twice: what the first frees may hold on to more.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
