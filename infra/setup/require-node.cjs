/**
 * Ends the program in one sentence under a Node that Espalier does not run on; the root package's `engines` says which it runs on.
 * Loaded before all else (`node -r`, or as a program of its own), in words that every old Node reads: no import, no let, no arrows.
 */
'use strict';

var range = require('../../package.json').engines.node;
var present = process.versions.node.split('.').map(Number);

/** Whether `present` is `wanted` or newer, part by part. */
function reaches(wanted) {
  var index = 0;
  while (index < wanted.length && present[index] === wanted[index]) index += 1;
  return index === wanted.length || present[index] > wanted[index];
}

/** `^20.19.0` is that version and what follows within 20; `>=24.0.0` is that version and all that follow. */
function allows(part) {
  var wanted = part
    .replace(/^[^0-9]+/, '')
    .split('.')
    .map(Number);
  return reaches(wanted) && (part.charAt(0) !== '^' || present[0] === wanted[0]);
}

function inWords(part) {
  var version = part
    .replace(/^[^0-9]+/, '')
    .replace(/\.0$/, '')
    .replace(/\.0$/, '');
  if (part.charAt(0) !== '^') return [version, 'or newer'].join(' ');
  return version + (version.indexOf('.') === -1 ? '' : ' or newer of ' + version.split('.')[0]);
}

var parts = range.split(' || ');
// No call is broken over lines: the formatter would end its arguments with a comma, which the oldest can't read.
var advice =
  ' is not supported; install Node ' + parts.map(inWords).join(', or ') + ' (for example with nvm).';
if (!parts.some(allows)) {
  process.stderr.write('espalier: Node ' + process.versions.node + advice + '\n');
  process.exit(3);
}
