#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  console.error('espalier: this checkout is not built yet. Run: npm run setup');
  process.exit(3);
}
await import(entry.href);
