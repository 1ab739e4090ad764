/** Responsible for how a page looks, on a screen, a telephone and paper. Plots have colours of their own, made for white. */
export const pageStyle = `
:root { color-scheme: light; --ink: #1b1f24; --dim: #57606a; --line: #d8dee4; --better: #116329; --worse: #a40e26; }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: #fff; margin: 2.5rem auto; max-width: 80rem; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; } h2 { font-size: 1.2rem; margin: 0 0 .3rem; }
section { margin-top: 2rem; padding-top: 1.4rem; border-top: 1px solid var(--line); }
p { color: var(--dim); margin: .3rem 0 .8rem; max-width: 46rem; } .lead { color: var(--ink); font-size: 1.05rem; margin-top: .5rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .87rem; font-variant-numeric: tabular-nums; min-width: 100%; }
th, td { padding: .35rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { color: var(--dim); font-weight: 500; } tbody th { font-weight: 600; }
th:first-child { text-align: left; position: sticky; left: 0; background: #fff; padding-left: 0; }
th i { display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin-right: .5em; }
td b { font-weight: 600; margin-left: .3em; } .dim { color: var(--dim); } code { font-size: .85em; }
.better { color: var(--better); font-weight: 600; } .worse { color: var(--worse); font-weight: 600; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: 1.5rem 1rem; margin-top: 1.5rem; align-items: start; }
.note { margin-top: 1rem; padding: .5rem .8rem; border-left: 3px solid var(--line); }
figure { margin: 0; text-align: center; } svg { max-width: 100%; height: auto; }
@media print { body { margin: 0; max-width: none; } section, figure, tr { break-inside: avoid; } }
`;
