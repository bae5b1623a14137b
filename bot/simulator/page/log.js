// The scrolling chat log: keeps one element per message, redraws only what changed, and decides when to follow new messages.

import { bubble, showStatus } from "./bubble.js";
import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { dayName, dayOf } from "./times.js";

const NEAR_BOTTOM = 80;
const LONG_PRESS = 450;
const SMOOTH_SCROLL = 800;

/** What a message is known by from the moment that it is written, before it has an id. */
const keyOf = (message) => message.key ?? message.id;

/** Draws a `Chat`. `open` starts with another chat or another language; `draw` follows its changes. */
export class Log {
  #drawn = new Map();
  #missed = 0;
  #count = 0;
  #wasFollowing = true;
  #scrollingUntil = 0;

  constructor() {
    this.box = byId("log");
    this.pill = byId("pill");
    this.box.addEventListener("scroll", () => this.#following && this.#clearPill());
    for (const hand of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      this.box.addEventListener(hand, () => (this.#scrollingUntil = 0), { passive: true });
    }
    this.pill.addEventListener("click", () => this.toBottom("smooth"));
    // The window may shrink (keyboard, rotation) while the newest message is in sight: it must stay so.
    new ResizeObserver(() => this.#wasFollowing && this.toBottom()).observe(this.box);
    this.box.addEventListener("load", () => this.#wasFollowing && this.toBottom(), true);
    this.#listenForMenu();
  }

  get #following() {
    const { scrollHeight, scrollTop, clientHeight } = this.box;
    const onTheWay = performance.now() < this.#scrollingUntil;
    this.#wasFollowing = onTheWay || scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    return this.#wasFollowing;
  }

  open(chat, context, empty) {
    Object.assign(this, { chat, context, empty });
    this.#drawn.clear();
    this.#count = 0;
    this.#clearPill();
    this.box.setAttribute("aria-label", context.businessName);
    this.box.replaceChildren();
    this.draw();
    this.toBottom();
  }

  draw() {
    const following = this.#following;
    const { customer, messages, typing, loaded } = this.chat;
    this.box.dataset.customer = customer.id;
    this.box.setAttribute("aria-busy", String(!loaded));
    const nodes = [];
    let before = null;
    for (const message of messages) {
      if (!before || dayOf(before.at) !== dayOf(message.at)) nodes.push(this.#day(message.at));
      nodes.push(this.#message(message, before));
      before = message;
    }
    if (!messages.length && loaded) nodes.push(this.empty);
    if (typing) nodes.push(this.#typing());
    this.#place(nodes);
    this.#follow(following, messages);
  }

  /** Scroll to a message and make it flash. */
  show(id) {
    const message = this.chat.find(id);
    const node = message && this.#drawn.get(keyOf(message))?.node;
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
    node?.classList.add("shown");
    setTimeout(() => node?.classList.remove("shown"), 1600);
  }

  toBottom(behavior = "instant") {
    if (behavior === "smooth") this.#scrollingUntil = performance.now() + SMOOTH_SCROLL;
    this.box.scrollTo({ top: this.box.scrollHeight, behavior });
    this.#clearPill();
  }

  #message(message, before) {
    const first = !before || before.from !== message.from || dayOf(before.at) !== dayOf(message.at);
    const answered = message.reply_to ? Boolean(this.chat.find(message.reply_to)) : false;
    const { status, ...rest } = message;
    const signature = JSON.stringify([rest, answered, status === "failed"]);
    const known = this.#drawn.get(keyOf(message));
    const node = known?.signature === signature ? known.node : bubble(message, this.context);
    showStatus(node, status, this.context.say);
    node.classList.toggle("first", first);
    if (!known && this.#count) node.classList.add("arriving");
    this.#drawn.set(keyOf(message), { signature, node });
    return node;
  }

  #day(at) {
    return this.#kept(`day ${dayOf(at)}`, () => el("p", { class: "day" }, el("span", {}, dayName(at, Date.now(), this.context.locale))));
  }

  #typing() {
    const dots = () => el("p", { class: "typing-bubble", "aria-label": this.context.say("typing"), role: "img" }, el("i"), el("i"), el("i"));
    return this.#kept("typing", dots);
  }

  #kept(key, make) {
    if (!this.#drawn.has(key)) this.#drawn.set(key, { node: make() });
    return this.#drawn.get(key).node;
  }

  #place(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...this.box.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, at) => this.box.children[at] === node || this.box.insertBefore(node, this.box.children[at] ?? null));
  }

  #follow(following, messages) {
    const fresh = messages.slice(this.#count);
    this.#count = messages.length;
    if (following || fresh.some((message) => message.draft)) {
      this.toBottom(fresh.length ? "smooth" : "instant");
      return;
    }
    this.#missed += fresh.length;
    if (!this.#missed) return;
    this.pill.replaceChildren(icon("down"), this.context.say("newMessages", { count: this.#missed }));
    this.pill.hidden = false;
  }

  #clearPill() {
    this.#missed = 0;
    this.pill.hidden = true;
  }

  #listenForMenu() {
    let timer = 0;
    const message = (event) => this.chat?.find(event.target.closest?.(".message")?.dataset.id);
    const onControl = (event) => event.target.closest("a, button:not(.quote), audio, video");
    this.box.addEventListener("dblclick", (event) => message(event) && !onControl(event) && this.context.onReply(message(event)));
    this.box.addEventListener("contextmenu", (event) => {
      if (!message(event) || onControl(event) || String(getSelection())) return;
      event.preventDefault();
      this.context.onMenu(message(event));
    });
    this.box.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" && message(event)) timer = setTimeout(() => this.context.onMenu(message(event)), LONG_PRESS);
    });
    for (const end of ["pointerup", "pointermove", "pointercancel"]) this.box.addEventListener(end, () => clearTimeout(timer));
  }
}
