// The panel of customers: who they are, how WhatsApp names them, and the last thing said.

import { byId, el } from "./dom.js";
import { summary } from "./parts.js";
import { timeOfDay } from "./times.js";

const SEARCH_FROM = 10;
const FIRST_REGIONAL = 0x1f1e6;

/** One or two letters for an avatar; Arabic letters would join, so one is enough there. */
export function initials(name) {
  const words = name.trim().split(/\s+/u);
  const letters = /^\p{Script=Arabic}/u.test(name) ? [words[0]] : [words[0], words.length > 1 ? words.at(-1) : ""];
  return letters.map((word) => [...word][0] ?? "").join("").toLocaleUpperCase();
}

/** The flag of an ISO 3166 country as emoji, or nothing. */
export function flag(country) {
  if (!/^[A-Z]{2}$/u.test(country ?? "")) return "";
  return String.fromCodePoint(...[...country].map((letter) => FIRST_REGIONAL + letter.charCodeAt(0) - 65));
}

/** A language's name in that language. */
export function languageName(tag) {
  try {
    const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    return tag;
  }
}

/** "+965 5000 1234": groups that can be read, without a numbering plan. */
export function phoneNumber(waId) {
  return `+${waId.replace(/^(\d{3})(\d+?)(\d{3})(\d{3,4})$/u, "$1 $2 $3 $4")}`;
}

export function avatar(customer) {
  return el("span", { class: "avatar", "aria-hidden": "true", style: { "--colour": customer.colour } }, initials(customer.name));
}

function countryName(country, tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "region" }).of(country);
  } catch {
    return country;
  }
}

/** Flag, language and number as chips. */
export function chips(customer, say, pageLanguage) {
  const country = customer.country && el("span", { class: "chip flag", role: "img", title: countryName(customer.country, pageLanguage), "aria-label": countryName(customer.country, pageLanguage) }, flag(customer.country));
  const language = el("span", { class: "chip", lang: customer.language }, languageName(customer.language));
  const number = customer.wa_id
    ? el("span", { class: "chip number", dir: "ltr" }, phoneNumber(customer.wa_id))
    : el("span", { class: "chip bsuid", title: say("bsuidOnlyHint") }, say("bsuidOnly"));
  return el("span", { class: "chips" }, country, language, number);
}

/** The list on the left. `show(customers, ...)` draws it, `preview(chat)` updates one line, `mark(id)` shows which one is open. */
export class CustomerList {
  #lines = new Map();

  constructor() {
    this.list = byId("customer-list");
    this.search = byId("search");
    this.search.querySelector("input").addEventListener("input", (event) => this.#filter(event.target.value));
  }

  show(customers, say, pageLanguage) {
    this.#lines.clear();
    this.search.hidden = customers.length < SEARCH_FROM;
    this.list.replaceChildren(...customers.map((customer) => this.#item(customer, say, pageLanguage)));
  }

  #item(customer, say, pageLanguage) {
    const last = el("span", { class: "last", dir: "auto" }, customer.about ?? "");
    const time = el("time", { dir: "auto" });
    const link = el(
      "a",
      { href: `#/${encodeURIComponent(customer.id)}`, class: "customer", data: { customer: customer.id } },
      avatar(customer),
      el("span", { class: "customer-words" },
        el("span", { class: "customer-top" }, el("bdi", { class: "name" }, customer.name), time),
        last,
        chips(customer, say, pageLanguage)),
    );
    this.#lines.set(customer.id, { link, last, time, words: `${customer.name} ${customer.store_name} ${customer.about ?? ""} ${customer.wa_id ?? ""}` });
    return el("li", {}, link);
  }

  preview({ customer, last: message }, say, locale) {
    const line = this.#lines.get(customer.id);
    if (!line || !message) return;
    line.last.textContent = summary(message, say);
    line.last.classList.add("said");
    line.time.textContent = timeOfDay(message.at, locale);
  }

  mark(id) {
    for (const [customer, { link }] of this.#lines) {
      if (customer === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  #filter(words) {
    const wanted = words.trim().toLocaleLowerCase();
    for (const { link, words: known } of this.#lines.values()) link.parentElement.hidden = !known.toLocaleLowerCase().includes(wanted);
  }
}
