// Where the customer writes: a growing text field, emoji, attachments, a quoted message, and send or voice note.

import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { attachSheet, emojiSheet } from "./menus.js";
import { summary } from "./parts.js";

const TALLEST = 120;

/** The composer of the open chat. `onSend(body)` gets the body of the request. Drafts are kept per customer. */
export class Composer {
  #drafts = new Map();
  #quoted = null;

  constructor(onSend) {
    this.form = byId("composer");
    this.onSend = onSend;
    this.quotedBox = el("div", { class: "quoted-box", hidden: true });
    this.text = el("textarea", { rows: "1", dir: "auto", maxlength: "4096", enterkeyhint: "send", autocomplete: "off", id: "composer-text" });
    this.emoji = el("button", { type: "button", class: "icon-button", on: { click: () => this.#openEmoji() } }, icon("smile"));
    const attach = () => attachSheet(this.say, (body) => this.#send(body));
    this.attach = el("button", { type: "button", class: "icon-button", on: { click: attach } }, icon("plus"));
    this.go = el("button", { type: "submit", class: "go" });
    const field = el("div", { class: "field" }, this.emoji, this.text, this.attach);
    this.form.append(this.quotedBox, el("div", { class: "composer-row" }, field, this.go));
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.text.addEventListener("keydown", (event) => this.#onKey(event));
    this.text.addEventListener("input", () => this.#changed());
  }

  /** Write to another customer, or in another language. */
  open(customer, say, businessName) {
    Object.assign(this, { customer, say, businessName });
    this.text.placeholder = say("message");
    this.text.setAttribute("aria-label", say("message"));
    this.emoji.setAttribute("aria-label", say("emoji"));
    this.attach.setAttribute("aria-label", say("attach"));
    this.text.value = this.#drafts.get(customer.id) ?? "";
    this.quote(null);
    this.#changed();
  }

  /** Put words in the field, to be looked at before they are sent. */
  fill(words) {
    this.text.value = words;
    this.#changed();
    this.text.focus();
  }

  /** Answer this message; null takes the quote away. */
  quote(message) {
    this.#quoted = message;
    this.quotedBox.hidden = !message;
    if (!message) {
      this.quotedBox.replaceChildren();
      return;
    }
    const author = message.from === "customer" ? this.say("you") : this.businessName;
    const name = el("strong", { dir: "auto" }, author);
    const words = el("div", { class: "quote", data: { from: message.from } }, name, el("span", { dir: "auto" }, summary(message, this.say)));
    const cancel = { type: "button", class: "icon-button", "aria-label": this.say("cancel"), on: { click: () => this.quote(null) } };
    this.quotedBox.replaceChildren(words, el("button", cancel, icon("close")));
    this.text.focus();
  }

  #openEmoji() {
    emojiSheet(this.say, (emoji) => {
      const { selectionStart, selectionEnd } = this.text;
      this.text.setRangeText(emoji, selectionStart, selectionEnd, "end");
      this.#changed();
    });
  }

  #changed() {
    this.#drafts.set(this.customer.id, this.text.value);
    const empty = !this.text.value.trim();
    this.go.replaceChildren(icon(empty ? "mic" : "send"));
    this.go.setAttribute("aria-label", this.say(empty ? "voice" : "send"));
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
  }

  #onKey(event) {
    if (event.key === "Escape" && this.#quoted) this.quote(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (this.text.value.trim()) this.form.requestSubmit();
  }

  #submit(event) {
    event.preventDefault();
    const words = this.text.value.trim();
    this.text.value = "";
    this.#changed();
    this.#send(words ? { type: "text", text: words } : { type: "media", media: "audio" });
    this.text.focus({ preventScroll: true });
  }

  #send(body) {
    const quoted = this.#quoted;
    this.quote(null);
    this.onSend(quoted ? { ...body, reply_to: quoted.id } : body);
  }
}
