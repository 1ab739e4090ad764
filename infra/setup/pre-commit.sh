#!/bin/sh
# What git runs before a commit, in the root of the checkout: format and lint of the staged files alone; what is not staged of them
# stays as it is. The rest is in `npm run check`. `git commit --no-verify` goes without.
if [ ! -x node_modules/.bin/lint-staged ]; then
  echo 'pre-commit: nothing is checked before `npm run setup` has installed what checks' >&2
  exit 0
fi
exec npm run --silent staged
