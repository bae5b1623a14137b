// The smaller sheets: what to attach, emoji, and what can be done with a message.

import { el } from "./dom.js";
import { plainText } from "./format.js";
import { icon } from "./icons.js";
import { closeSheet, openSheet } from "./sheet.js";

const EMOJIS = "😀 😂 🥰 😍 😎 🤔 😢 😡 👍 👎 🙏 👏 💪 🤝 👋 🙌 ❤️ 🔥 🎉 ✨ 📦 🚚 🏠 🧾 💳 ⏰ ❓ ✅ ❌ 🌹 ☕ 🌙".split(" ");
const REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const ATTACHMENTS = [
  ["image", "picture"],
  ["document", "document"],
  ["audio", "mic"],
  ["video", "video"],
  ["location", "pin"],
  ["sticker", "sticker"],
];

/** Canned samples to send; `onPick` gets the body of the request. */
export function attachSheet(say, onPick) {
  const pick = (kind) => {
    closeSheet();
    onPick(kind === "location" ? { type: "location" } : { type: "media", media: kind });
  };
  const tile = ([kind, symbol]) =>
    el("button", { type: "button", class: "tile", data: { kind }, on: { click: () => pick(kind) } }, el("span", {}, icon(symbol)), say(kind));
  openSheet(say("attach"), say, el("div", { class: "tiles" }, ATTACHMENTS.map(tile)));
}

/** A small choice of emoji; the sheet stays open so that several can be put in. */
export function emojiSheet(say, onPick) {
  const button = (emoji) => el("button", { type: "button", class: "emoji", on: { click: () => onPick(emoji) } }, emoji);
  openSheet(say("emoji"), say, el("div", { class: "emojis" }, EMOJIS.map(button)));
}

/** React, reply, copy, and why it failed. */
export function messageSheet(message, say, { onReact, onReply }) {
  const after = (action) => () => {
    closeSheet();
    action();
  };
  const reaction = (emoji) => {
    const chosen = message.reactions?.includes(emoji);
    const click = after(() => onReact(chosen ? "" : emoji));
    const pressed = { "aria-pressed": String(Boolean(chosen)), "aria-label": say("react", { emoji }) };
    return el("button", { type: "button", class: "emoji", ...pressed, on: { click } }, emoji);
  };
  const item = (symbol, words, action) => el("button", { type: "button", class: "item", on: { click: after(action) } }, icon(symbol), words);
  const state = [say(message.status ?? "sent"), message.template, message.error].filter(Boolean).join(" · ");
  openSheet(say("options"), say, [
    el("div", { class: "emojis reactions-row" }, REACTIONS.map(reaction)),
    item("reply", say("reply"), () => onReply(message)),
    message.body && item("copy", say("copy"), () => navigator.clipboard?.writeText(plainText(message.body)).catch(() => {})),
    el("p", { class: "fact" }, icon("info"), el("bdi", {}, state)),
    el("p", { class: "fact id" }, el("bdi", {}, message.id)),
  ]);
}
