// What happened, newest first: the life of a message as the shop's side sees it, with the time that an answer took.

import { byId, el } from "./dom.js";
import { seconds } from "./times.js";

const SHOWN = 7;

/** Watches one chat's events and tells them in short lines. */
export class Activity {
  #seen = new Map();
  #askedAt = 0;

  constructor() {
    this.list = byId("activity");
    this.empty = byId("activity-empty");
  }

  /** Begin again with another chat; `messages` are already known and tell nothing. */
  open(say, locale, messages) {
    Object.assign(this, { say, locale });
    this.#askedAt = 0;
    this.list.replaceChildren();
    this.empty.hidden = false;
    this.known(messages);
  }

  known(messages) {
    for (const { id, status } of messages) this.#seen.set(id, status);
  }

  asked(name, body) {
    this.#askedAt = performance.now();
    if (body.type === "tap") this.tell("customer", "did_tap", { what: body.title });
    else this.tell("customer", "did_customer", { name });
  }

  message({ id, from, status, error }) {
    const before = this.#seen.get(id);
    const isNew = !this.#seen.has(id);
    this.#seen.set(id, status);
    if (from !== "business") return;
    if (isNew) this.#answered();
    if (status === before) return;
    if (status === "delivered") this.tell("delivered", "did_delivered");
    if (status === "read") this.tell("read", "did_seen");
    if (status === "failed") this.tell("failed", "did_failed", { reason: error ?? "" });
  }

  #answered() {
    if (!this.#askedAt) this.tell("business", "did_notice");
    else this.tell("business", "did_answer", { time: seconds((performance.now() - this.#askedAt) / 1000, this.locale) });
    this.#askedAt = 0;
  }

  tell(kind, key, values = {}) {
    this.empty.hidden = true;
    const words = this.say(key, values);
    const newest = this.list.firstElementChild;
    if (newest?.firstChild.textContent === words) {
      const { dataset } = newest.firstChild;
      dataset.times = Number(dataset.times ?? 1) + 1;
      return;
    }
    this.list.prepend(el("li", { data: { kind } }, el("span", {}, words)));
    while (this.list.children.length > SHOWN) this.list.lastChild.remove();
  }
}
