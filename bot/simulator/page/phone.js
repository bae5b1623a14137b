// The phone around the chat: clock and signals, the business's name at the top, and the empty chat.

import { byId, el, svg } from "./dom.js";
import { icon } from "./icons.js";
import { localeOf, timeOfDay } from "./times.js";

const HALF_MINUTE = 30_000;
const SEAL =
  "M12 1.800l2.600 2.100 3.300-.3 1.200 3.100 2.900 1.700-.9 3.200.9 3.200-2.900 1.700-1.200 " +
  "3.100-3.300-.3L12 21.400l-2.600-2.100-3.300.3-1.200-3.100L2 14.800l.9-3.200L2 8.400l2.900-1.700 1.200-3.100 3.300.3z";
let clockTimer = 0;

/** Turn the phone to a customer's language and direction, and wire its two outer buttons. */
export function showPhoneFrame(customer, say, { onBack, onStore }) {
  const phone = byId("phone");
  phone.dir = customer.dir;
  phone.lang = customer.language;
  phone.classList.add("on");
  const back = el("button", { type: "button", class: "icon-button back", "aria-label": say("back"), on: { click: onBack } }, icon("back"));
  const badge = svg("0 0 24 24", "badge", [
    ["path", { d: SEAL }],
    ["path", { class: "badge-tick", d: "M8 11.800l2.700 2.700L16 9" }],
  ]);
  const name = el("div", { class: "who" }, el("h2", {}, el("bdi", {}, customer.store_name), badge), el("p", { id: "presence", "aria-live": "off" }));
  const store = el("button", { type: "button", class: "icon-button open-store", "aria-label": say("more"), on: { click: onStore } }, icon("more"));
  byId("chat-head").replaceChildren(back, el("span", { class: "shop-avatar", "aria-hidden": "true" }, icon("shop")), name, store);
  tickClock(localeOf(customer));
}

/** "typing…" while the bot types, "Business account" otherwise. */
export function showHead({ typing }, say) {
  const presence = byId("presence");
  presence.textContent = say(typing ? "typing" : "business");
  presence.classList.toggle("busy", typing);
}

/** What an empty chat shows. */
export function showEmpty(customer, say) {
  const rings = el("img", { src: "icon.svg", alt: "", width: "64", height: "64" });
  const title = el("h3", {}, say("emptyTitle", { name: customer.name }));
  return el("div", { class: "empty" }, rings, title, el("p", {}, say("emptyText", { store: customer.store_name })));
}

function tickClock(locale) {
  clearInterval(clockTimer);
  const show = () => (byId("phone-clock").textContent = timeOfDay(Date.now(), locale).replace(/\s*[\p{L}.]+$/u, ""));
  show();
  clockTimer = setInterval(show, HALF_MINUTE);
  if (byId("phone-signals").childElementCount) return;
  const bars = [3, 5.5, 8, 10.5].map((height, at) => ["rect", { x: at * 4.5, y: 11 - height, width: 3, height, rx: 1 }]);
  const battery = [
    ["rect", { x: 23.5, y: 0.5, width: 20, height: 10, rx: 3, fill: "none", stroke: "currentColor", opacity: 0.5 }],
    ["rect", { x: 25, y: 2, width: 14, height: 7, rx: 1.6 }],
    ["rect", { x: 44.5, y: 3.5, width: 1.5, height: 4, rx: 0.7, opacity: 0.5 }],
  ];
  byId("phone-signals").append(svg("0 0 46 11", "signals", [...bars, ...battery]));
}
