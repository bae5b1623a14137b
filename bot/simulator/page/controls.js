// The panel on the right: who the customer is, what the shop can do, and what to say.

import { ApiError, postStore } from "./api.js";
import { aboutOf, avatar, chips } from "./customers.js";
import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { phrasesFor } from "./phrases.js";

// What a shop tells of an order, in the order in which it usually happens.
const STORY = ["place", "pay", "decline", "prepare", "send", "out", "attempt", "delay", "deliver", "invoice", "refund", "cancel"];
const ACTIONS = [
  ["ship", "truck"],
  ["silence", "silence"],
];

/** The shop's side of the open chat. `onFill(words)` puts a suggestion in the composer, `onAction(key, values)` hears of what was done. */
export class Controls {
  constructor({ onFill, onAction }) {
    Object.assign(this, { onFill, onAction });
    this.result = byId("result");
  }

  open(customer, say, pageLanguage) {
    Object.assign(this, { customer, say });
    this.result.hidden = true;
    const store = el("span", { class: "store-name" }, icon("shop"), el("bdi", {}, customer.store_name));
    const words = el("div", {}, el("h2", {}, el("bdi", {}, customer.name)), store);
    const about = el("p", { class: "hint", dir: "auto" }, aboutOf(customer, pageLanguage));
    byId("about").replaceChildren(avatar(customer), words, chips(customer, say, pageLanguage), about);
    byId("actions").replaceChildren(...ACTIONS.map((action) => this.#button(...action)));
    byId("story").replaceChildren(...STORY.map((step) => this.#step(step)));
    for (const id of ["phrases", "phrase-strip"]) {
      byId(id).replaceChildren(...phrasesFor(customer.language).map((phrase) => this.#phrase(phrase)));
    }
  }

  #button(action, symbol) {
    const words = el("span", {}, el("b", {}, this.say(action)), el("small", {}, this.say(`${action}Hint`)));
    const button = el("button", { type: "button", class: "action", data: { action } }, el("span", { class: "action-icon" }, icon(symbol)), words);
    button.addEventListener("click", () => this.#act(action, button));
    return button;
  }

  #step(step) {
    const button = el("button", { type: "button", class: "phrase step", data: { step } }, this.say(`story_${step}`));
    button.addEventListener("click", () => this.#act(`story/${step}`, button));
    return button;
  }

  #phrase(phrase) {
    return el("button", { type: "button", class: "phrase", dir: "auto", on: { click: () => this.onFill(phrase) } }, phrase);
  }

  async #act(action, button) {
    button.disabled = true;
    try {
      const { order, status } = await postStore(this.customer.id, action);
      const refused = status < 200 || status >= 300;
      const step = action.startsWith("story/") ? this.say(`story_${action.slice(6)}`) : "";
      const [kind, done] = step ? ["story", "storyDone"] : [action, `${action}Done`];
      this.#tell(refused, refused ? "storeRefused" : done, { order: order ?? "", status, step });
      if (!refused) this.onAction(kind, `did_${kind}`, { order: order ?? "", step });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#tell(true, error.status ? "nothingToDo" : "loadFailed", { reason: error.message });
    }
    button.disabled = false;
  }

  #tell(bad, key, values) {
    this.result.textContent = this.say(key, values);
    this.result.classList.toggle("bad", bad);
    this.result.hidden = false;
  }
}
