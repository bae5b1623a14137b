// The page: which customer's phone is open, and how its parts hear of what happens.

import { Activity } from "./activity.js";
import { getChat, getState, postMessage, postRead } from "./api.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Controls } from "./controls.js";
import { CustomerList } from "./customers.js";
import { byId, el } from "./dom.js";
import { listen } from "./events.js";
import { Log } from "./log.js";
import { messageSheet } from "./menus.js";
import { showEmpty, showHead, showPhoneFrame } from "./phone.js";
import { closeSheet, listSheet } from "./sheet.js";
import { showSwitches } from "./switches.js";
import { localeOf } from "./times.js";
import { applyWords, PAGE_LANGUAGES, wordsFor } from "./words.js";

const PREVIEWS_AT_MOST = 40;
const READ_PAUSE = 350;
const BANNER_PAUSE = 900;
const WIDE = matchMedia("(min-width: 760px)");

const app = byId("app");
const log = new Log();
const list = new CustomerList();
const activity = new Activity();
const composer = new Composer((body) => send(body));
const controls = new Controls({
  onFill: (words) => {
    showStore(false);
    composer.fill(words);
  },
  onAction: (kind, key, values) => activity.tell(kind, key, values),
});

let state = { customers: [], switches: {} };
let pageLanguage = preferredLanguage();
let say = wordsFor(pageLanguage);
let chat = null;
let stopListening = () => {};
let bannerTimer = 0;
let readTimer = 0;
const chats = new Map();

function preferredLanguage() {
  const wanted = localStorage.getItem("wasla-language") ?? navigator.language.split("-")[0];
  return PAGE_LANGUAGES.includes(wanted) ? wanted : PAGE_LANGUAGES[0];
}

function chatOf(customer) {
  if (!chats.has(customer.id)) chats.set(customer.id, new Chat(customer, () => changed(customer.id)));
  return chats.get(customer.id);
}

function changed(id) {
  const one = chats.get(id);
  list.preview(one, say, localeOf(one.customer));
  if (one !== chat) return;
  log.draw();
  showHead(one, wordsFor(one.customer.language));
  markRead();
}

function markRead() {
  clearTimeout(readTimer);
  const unread = chat.messages.some(({ from, status }) => from === "business" && status === "delivered");
  const inSight = !document.hidden && (WIDE.matches || app.dataset.view === "chat");
  if (unread && inSight) readTimer = setTimeout(() => postRead(chat.customer.id).catch(() => {}), READ_PAUSE);
}

function send(body, again = null) {
  const { customer } = chat;
  const local = again ?? { id: `local-${crypto.randomUUID?.() ?? Math.random()}`, from: "customer", at: Date.now(), draft: body, ...shown(body) };
  activity.asked(customer.name, body);
  chat.send(local, () => postMessage(customer.id, body));
}

function shown(body) {
  const reply = body.reply_to ?? body.context;
  if (body.type === "text") return { type: "text", body: body.text, reply_to: reply };
  if (body.type === "tap") return { type: "text", body: body.title, reply_to: reply };
  return { type: body.media ?? body.type, body: "", reply_to: reply };
}

function logContext({ customer }) {
  const phoneSay = wordsFor(customer.language);
  const here = chat;
  return {
    say: phoneSay,
    locale: localeOf(customer),
    dir: customer.dir,
    businessName: customer.store_name,
    find: (id) => here.find(id),
    onTap: (body) => send(body),
    onList: (message) =>
      listSheet(message, phoneSay, ({ id, title }) => send({ type: "tap", payload: id, title, context: message.id, style: "list" })),
    onReply: (message) => composer.quote(message),
    onRetry: (message) => send(message.draft, message),
    onShow: (id) => log.show(id),
    onMenu: (message) =>
      messageSheet(here.find(message.id) ?? message, phoneSay, { onReply: () => composer.quote(message), onReact: (emoji) => react(message, emoji) }),
  };
}

async function react(message, emoji) {
  const here = chat;
  const target = await postMessage(here.customer.id, { type: "reaction", message_id: message.id, emoji }).catch(() => null);
  if (target) here.receive(target);
}

function openChat(customer) {
  closeSheet();
  stopListening();
  online(true);
  chat = chatOf(customer);
  const here = chat;
  here.typing = false;
  drawChat();
  const known = ({ messages }) => {
    activity.known(messages);
    return messages;
  };
  const refresh = () => here.refresh(() => getChat(customer.id).then(known)).catch(() => online(false));
  stopListening = listen(customer.id, {
    message: (message) => {
      if (here === chat) activity.message(message);
      here.receive(message);
    },
    typing: ({ on }) => {
      if (on && !here.typing) activity.tell("typing", "did_typing");
      here.setTyping(on);
    },
    read: ({ wamid }) => {
      activity.tell("read", "did_read");
      here.markRead(wamid);
    },
    online: (isOnline) => {
      online(isOnline);
      if (isOnline) refresh();
    },
  });
}

function drawChat() {
  const { customer } = chat;
  const phoneSay = wordsFor(customer.language);
  showPhoneFrame(customer, phoneSay, { onBack: () => (location.hash = "#/"), onStore: () => showStore(true) });
  showHead(chat, phoneSay);
  activity.open(say, localeOf({ language: pageLanguage }), chat.messages);
  controls.open(customer, say, pageLanguage);
  composer.open(customer, phoneSay, customer.store_name);
  log.open(chat, logContext(chat), showEmpty(customer, phoneSay));
  list.mark(customer.id);
  document.title = `${customer.name} · Wasla`;
}

function online(isOnline) {
  clearTimeout(bannerTimer);
  const banner = byId("banner");
  banner.textContent = isOnline ? "" : wordsFor(chat?.customer.language ?? pageLanguage)("reconnecting");
  if (isOnline) banner.hidden = true;
  else bannerTimer = setTimeout(() => (banner.hidden = false), BANNER_PAUSE);
}

function showStore(on) {
  app.classList.toggle("store-open", on);
  if (on) byId("close-store").focus();
}

function route() {
  const id = decodeURIComponent(location.hash.replace(/^#\/?/u, ""));
  const customer = state.customers.find((one) => one.id === id);
  showStore(false);
  app.dataset.view = customer ? "chat" : "list";
  if (customer && customer.id !== chat?.customer.id) openChat(customer);
  else if (customer) markRead();
  else if (!chat && state.customers.length && WIDE.matches) openChat(state.customers[0]);
}

function speak(language) {
  pageLanguage = language;
  say = wordsFor(language);
  localStorage.setItem("wasla-language", language);
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  applyWords(document, say);
  const toggle = byId("language");
  toggle.textContent = say("otherLanguage");
  toggle.lang = PAGE_LANGUAGES.find((other) => other !== language);
  list.show(state.customers, say, language);
  for (const one of chats.values()) list.preview(one, say, localeOf(one.customer));
  showSwitches(state.switches, say);
  if (chat) drawChat();
}

async function start() {
  byId("language").addEventListener("click", () => speak(PAGE_LANGUAGES.find((other) => other !== pageLanguage)));
  byId("close-store").addEventListener("click", () => showStore(false));
  byId("scrim").addEventListener("click", () => showStore(false));
  document.addEventListener("visibilitychange", () => chat && markRead());
  document.addEventListener("keydown", (event) => event.key === "Escape" && showStore(false));
  addEventListener("hashchange", route);
  WIDE.addEventListener("change", route);
  speak(pageLanguage);
  try {
    state = await getState();
  } catch (error) {
    byId("log").replaceChildren(el("p", { class: "day" }, el("span", {}, say("loadFailed", { reason: error.message }))));
    setTimeout(() => location.reload(), 3000);
    return;
  }
  speak(pageLanguage);
  route();
  for (const customer of state.customers.slice(0, PREVIEWS_AT_MOST)) {
    if (customer.id !== chat?.customer.id) chatOf(customer).refresh(() => getChat(customer.id).then(({ messages }) => messages)).catch(() => {});
  }
}

start();
