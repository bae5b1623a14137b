// The sheet that slides up inside the phone: lists, attachments, emoji, message options.

import { byId, el } from "./dom.js";
import { icon } from "./icons.js";

let cleanUp = null;

/** Close the open sheet, if there is one, and give the focus back. */
export function closeSheet() {
  cleanUp?.();
  cleanUp = null;
}

/** Open a sheet with a title and content; Escape, the scrim and the cross close it. Returns the sheet's element. */
export function openSheet(title, say, content) {
  closeSheet();
  const layer = byId("sheet-layer");
  const screen = byId("screen");
  const before = document.activeElement;
  const cross = el("button", { type: "button", class: "icon-button", "aria-label": say("close"), on: { click: closeSheet } }, icon("close"));
  const head = el("header", {}, el("h2", { dir: "auto" }, title), cross);
  const sheet = el("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title, tabindex: "-1" }, head, content);
  const onKey = (event) => event.key === "Escape" && closeSheet();
  layer.replaceChildren(el("div", { class: "sheet-scrim", on: { click: closeSheet } }), sheet);
  layer.hidden = false;
  screen.inert = true;
  document.addEventListener("keydown", onKey);
  sheet.focus();
  cleanUp = () => {
    layer.hidden = true;
    layer.replaceChildren();
    screen.inert = false;
    document.removeEventListener("keydown", onKey);
    before?.focus?.({ preventScroll: true });
  };
  return sheet;
}

/** The rows of a list message with radio circles; `onSend(row)` gets the chosen one. */
export function listSheet(message, say, onSend) {
  const { button, sections } = message.list;
  let chosen = null;
  const send = el("button", { type: "submit", class: "primary", disabled: true }, say("send"));
  const choose = (row) => {
    chosen = row;
    send.disabled = false;
  };
  const row = (item) =>
    el(
      "label",
      { class: "row" },
      el("span", { class: "row-words" }, el("b", { dir: "auto" }, item.title), item.description && el("small", { dir: "auto" }, item.description)),
      el("input", { type: "radio", name: "row", value: item.id, on: { change: () => choose(item) } }),
    );
  const section = ({ title, rows }) => el("fieldset", {}, title && el("legend", { dir: "auto" }, title), rows.map(row));
  const submit = (event) => {
    event.preventDefault();
    closeSheet();
    onSend(chosen);
  };
  const form = el("form", { class: "list-form", on: { submit } }, el("div", { class: "rows" }, sections.map(section)), send);
  openSheet(button || say("pick"), say, form);
}
