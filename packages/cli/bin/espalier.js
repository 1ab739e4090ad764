#!/usr/bin/env node
'use strict';
// In CommonJS and old words, so that a Node that is too old for the rest can still say so.
require('../../../infra/setup/require-node.cjs');
require('./import-main.js');
