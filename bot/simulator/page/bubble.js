// One message of the chat as an element.

import { el } from "./dom.js";
import { formatted } from "./format.js";
import { icon, ticks } from "./icons.js";
import { attachment, quote } from "./parts.js";
import { timeOfDay } from "./times.js";

/** Types whose body is already shown by their own part. */
const BODY_IN_PART = new Set(["location", "sticker"]);

/**
 * Return the element of a message.
 * `context`: `say`, `locale`, `dir`, `businessName`, `find(id)`, and what taps do: `onTap`, `onList`, `onMenu`, `onReply`, `onRetry`, `onShow`.
 */
export function bubble(message, context) {
  const { say } = context;
  const answered = message.reply_to && context.find(message.reply_to);
  const meta = metaLine(message, context);
  const body = BODY_IN_PART.has(message.type) ? null : message.body;
  const box = el(
    "div",
    { class: "bubble", tabindex: "-1" },
    answered && quote(answered, context),
    message.header && el("p", { class: "header", dir: "auto" }, message.header),
    attachment(message, context),
    el("div", { class: "flow", dir: body ? "auto" : context.dir }, body ? formatted(body) : null, message.footer ? null : meta),
    message.footer && el("div", { class: "footer", dir: "auto" }, message.footer, meta),
    menuButton(message, context),
  );
  return el(
    "article",
    { class: "message", data: { id: message.id, from: message.from, type: message.type, status: message.status, template: message.template } },
    box,
    replies(message, context),
    reactions(message),
    message.status === "failed" && failure(message, context, say),
  );
}

/** Show a new delivery state on a message's element, and leave the rest alone: focus, selection and sound survive. */
export function showStatus(node, status, say) {
  if (node.dataset.status === status) return;
  node.dataset.status = status;
  node.querySelector(".tick-holder")?.replaceWith(ticks(status, say(status)));
}

function metaLine({ at, status }, { say, locale, dir }) {
  const time = el("time", { datetime: new Date(at).toISOString(), dir: "auto" }, timeOfDay(at, locale));
  // A bdi of its own, so that the time of day has no say in the direction of the text beside it.
  return el("span", { class: "meta" }, el("bdi", { dir }, time, status && ticks(status, say(status))));
}

function menuButton(message, { say, onMenu }) {
  const button = { type: "button", class: "menu-button", "aria-label": say("options"), on: { click: () => onMenu(message) } };
  return el("button", button, icon("chevron"));
}

function replies(message, { onTap, onList, say }) {
  const style = message.template ? "template" : "button";
  const buttons = (message.buttons ?? []).map(({ id, title }) => {
    const tap = () => onTap({ type: "tap", payload: id, title, context: message.id, style });
    return el("button", { type: "button", class: "reply", data: { payload: id }, on: { click: tap } }, icon("reply"), el("bdi", {}, title));
  });
  if (message.link) {
    const link = { class: "reply", href: message.link.url, target: "_blank", rel: "noopener noreferrer" };
    buttons.unshift(el("a", link, icon("link"), el("bdi", {}, message.link.label)));
  }
  if (message.list) {
    const open = { type: "button", class: "reply", "aria-haspopup": "dialog", on: { click: () => onList(message) } };
    buttons.push(el("button", open, icon("list"), el("bdi", {}, message.list.button || say("pick"))));
  }
  return buttons.length ? el("div", { class: "replies" }, buttons) : null;
}

function reactions({ reactions: emojis }) {
  return emojis?.length ? el("span", { class: "reactions" }, emojis.join("")) : null;
}

function failure(message, { onRetry }, say) {
  const reason = message.draft ? say("notSent") : message.error || say("failed");
  const words = el("bdi", {}, reason);
  if (!message.draft) return el("p", { class: "failure" }, words);
  return el("button", { type: "button", class: "failure", on: { click: () => onRetry(message) } }, icon("retry"), words);
}
