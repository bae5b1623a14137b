// WhatsApp's text formatting as DOM nodes: *bold*, _italic_, ~strike~, `code`, ```block``` and web addresses.

import { el } from "./dom.js";

const CODE = /```([\s\S]+?)```|`([^`\n]+)`/gu;
const ADDRESS = /https?:\/\/[^\s<>"'\u2066-\u2069]+/gu;
// A mark opens after a space, punctuation or a direction mark, and closes before one; what it holds starts and ends with something visible.
const EDGE = "\\s\\p{P}\\p{S}\\u200e\\u200f\\u2066-\\u2069";
const MARKED = new RegExp(`(?<=^|[${EDGE}])([*_~])(?=\\S)([^\\n]*?[^\\s])\\1(?=$|[${EDGE}])`, "gu");
const TAGS = { "*": "strong", _: "em", "~": "s" };

/** Return the nodes that show a message's text. */
export function formatted(text) {
  return split(text, CODE, codeNode, (plain) => split(plain, ADDRESS, addressNodes, markedNodes));
}

/** Return the text without formatting marks, for previews and quotes. */
export function plainText(text) {
  return formatted(text).map((node) => node.textContent).join("").replace(/\s+/gu, " ").trim();
}

function split(text, pattern, onMatch, onRest) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(...onRest(text.slice(end, match.index)), ...onMatch(match));
    end = match.index + match[0].length;
  }
  return [...nodes, ...onRest(text.slice(end))];
}

function codeNode([, block, inline]) {
  return [block ? el("code", { class: "block", dir: "auto" }, block) : el("code", { dir: "auto" }, inline)];
}

function addressNodes([address]) {
  const shown = address.replace(/[.,;:!?)\]*_~،؛؟]+$/u, "");
  const link = el("a", { href: shown, target: "_blank", rel: "noopener noreferrer", dir: "ltr" }, shown);
  return shown === address ? [link] : [link, document.createTextNode(address.slice(shown.length))];
}

function markedNodes(text) {
  if (!text) return [];
  const inner = ([, mark, content]) => [el(TAGS[mark], {}, ...markedNodes(content))];
  return split(text, MARKED, inner, (plain) => (plain ? [document.createTextNode(plain)] : []));
}
