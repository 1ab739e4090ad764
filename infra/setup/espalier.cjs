#!/usr/bin/env node
/**
 * `npx espalier …` in a clone: the root package names this file, so that npx finds it before there is anything in node_modules
 * and asks no registry for a package of that name. In words that every old Node reads; espalier.mjs goes on.
 */
'use strict';
require('./require-node.cjs');
require('./import-espalier.cjs');
