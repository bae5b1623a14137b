// The panel of customers: who they are, how WhatsApp names them, and the last thing said.

import { byId, el } from "./dom.js";
import { summary } from "./parts.js";
import { timeOfDay } from "./times.js";

const SEARCH_FROM = 10;
const FIRST_REGIONAL = 0x1f1e6;
// Calling codes shorter than three digits; all others have three (ITU-T E.164).
const CALLING_CODES = (
  "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"
).split(" ");

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

/** "+965 5001 2308": the calling code, and the rest in groups that can be read. */
export function phoneNumber(waId) {
  const code = CALLING_CODES.find((one) => waId.startsWith(one)) ?? waId.slice(0, 3);
  const rest = waId.slice(code.length);
  const groups = rest.length <= 8 ? /^(\d{4})(\d+)$/u : /^(\d{2,3})(\d{3,4})(\d{4})$/u;
  return `+${[code, ...(rest.match(groups)?.slice(1) ?? [rest])].join(" ")}`;
}

export function avatar(customer) {
  return el("span", { class: "avatar", "aria-hidden": "true", style: { "--colour": customer.colour } }, initials(customer.name));
}

/** Who the customer is, in the language of the page where it is known in that. */
export function aboutOf(customer, pageLanguage) {
  return (pageLanguage === "ar" && customer.about_ar) || customer.about || "";
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
  const home = customer.country && countryName(customer.country, pageLanguage);
  const country = home && el("span", { class: "chip flag", role: "img", title: home, "aria-label": home }, flag(customer.country));
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
    const last = el("span", { class: "last", dir: "auto" }, aboutOf(customer, pageLanguage));
    const time = el("time", { dir: "auto" });
    const top = el("span", { class: "customer-top" }, el("bdi", { class: "name" }, customer.name), time);
    const link = el(
      "a",
      { href: `#/${encodeURIComponent(customer.id)}`, class: "customer", data: { customer: customer.id } },
      avatar(customer),
      el("span", { class: "customer-words" }, top, last, chips(customer, say, pageLanguage)),
    );
    const words = [customer.name, customer.store_name, customer.about, customer.about_ar, customer.wa_id].join(" ").toLocaleLowerCase();
    this.#lines.set(customer.id, { link, last, time, words });
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
    for (const { link, words: known } of this.#lines.values()) link.parentElement.hidden = !known.includes(wanted);
  }
}
