"""How the documentation page looks: readable on a phone, in light and dark."""

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1c2421; --soft: #56625d; --page: #fbfaf7; --card: #fff; --line: #dfe3dd;
  --accent: #0b6b4f; --code: #f0f2ec; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7ece8; --soft: #a2aea8; --page: #121614; --card: #1a201d; --line: #2f3833; --accent: #6fd0ab; --code: #222a26; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
h1 { font-size: 1.9rem; margin: 0; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.35rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
h3 { margin: 0 0 .4rem; font-size: 1.05rem; }
h4 { margin: 1rem 0 .3rem; font-size: .95rem; color: var(--soft); }
a { color: var(--accent); }
a:focus-visible, pre:focus-visible, .wide:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
nav ul { list-style: none; margin: 1rem 0; padding: 0; columns: 22rem; }
nav li { break-inside: avoid; }
nav a { display: block; padding: .35rem 0; text-decoration: none; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0; }
.lead { margin-top: 0; font-weight: 600; }
.verb { display: inline-block; min-width: 3.2em; font-size: .8rem; font-weight: 700; letter-spacing: .03em; color: var(--accent); }
code { font: .9em ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; background: var(--code); border-radius: .25rem; padding: .05em .3em; }
pre { background: var(--code); border-radius: .5rem; padding: .8rem; overflow-x: auto; }
pre code { background: none; padding: 0; }
dl { margin: 0; }
dl > div { padding: .3rem 0; border-top: 1px solid var(--line); }
dt { font-weight: 600; }
dd { margin: 0; color: var(--soft); }
.answers > div { display: flex; gap: .8rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem .35rem 0; border-top: 1px solid var(--line); font-weight: 400; }
.example { color: var(--soft); }
.example::before { content: "e.g. "; }
small { color: var(--soft); font-weight: 400; }
"""
