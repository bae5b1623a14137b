// Chooses among the words of this page: its panels speak the visitor's language, the phone that of the customer.

import { AR } from "./words_ar.js";
import { EN } from "./words_en.js";

const LANGUAGES = { en: EN, ar: AR };
const OPEN = "\u2068";
const CLOSE = "\u2069";

/** The languages that this page speaks, in the order of the toggle. */
export const PAGE_LANGUAGES = Object.keys(LANGUAGES);

/**
 * Return `say(key, values)` for a language tag; English where there are no words for it.
 * Values are isolated, so that a name in the other direction can't reorder the sentence. With `count`, the plural form is chosen.
 */
export function wordsFor(tag) {
  const language = tag.split("-")[0];
  const words = LANGUAGES[language] ?? EN;
  const plural = new Intl.PluralRules(words === EN ? "en" : language);
  return (key, values = {}) => {
    const chosen = "count" in values ? (words[`${key}_${plural.select(values.count)}`] ?? words[`${key}_other`]) : words[key];
    return (chosen ?? key).replace(/\{(\w+)\}/gu, (_, name) => `${OPEN}${values[name] ?? ""}${CLOSE}`);
  };
}

/** Put the words of `say` on every element below `root` that asks for them by `data-word`, `-label` or `-placeholder`. */
export function applyWords(root, say) {
  for (const node of root.querySelectorAll("[data-word]")) node.textContent = say(node.dataset.word);
  for (const node of root.querySelectorAll("[data-word-label]")) node.setAttribute("aria-label", say(node.dataset.wordLabel));
  for (const node of root.querySelectorAll("[data-word-placeholder]")) node.placeholder = say(node.dataset.wordPlaceholder);
}
