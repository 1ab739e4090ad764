/** Imported first: a terminal interrupts all that runs in it, but when shards end is their worker's to say. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
