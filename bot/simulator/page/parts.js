// The pieces of a bubble: quote, media, place. Each function returns one element.

import { el } from "./dom.js";
import { plainText } from "./format.js";
import { icon } from "./icons.js";
import { fileSize, seconds } from "./times.js";

const SYMBOLS = { image: "📷", video: "🎬", document: "📄", audio: "🎤", sticker: "🏷️", location: "📍" };
const SMALLEST = 8;
const BARS = [5, 9, 14, 8, 12, 18, 11, 6, 15, 20, 12, 7, 10, 16, 9, 5, 12, 17, 10, 6, 13, 8, 5, 9];

/** One line that stands for a message, in quotes and previews. */
export function summary(message, say) {
  const symbol = SYMBOLS[message.type];
  const words = plainText(message.body ?? "") || message.media?.filename || (symbol ? say(message.type) : say("unsupported"));
  return symbol ? `${symbol} ${words}` : words;
}

/** The message that is answered, above the answer; a tap shows it. */
export function quote(message, { say, businessName, onShow }) {
  const author = message.from === "customer" ? say("you") : businessName;
  return el(
    "button",
    { type: "button", class: "quote", data: { from: message.from }, on: { click: () => onShow(message.id) } },
    el("strong", { dir: "auto" }, author),
    el("span", { dir: "auto" }, summary(message, say)),
  );
}

function picture({ media, body }, { say }) {
  const image = el("img", { src: media.url, alt: body || say("image"), loading: "lazy", decoding: "async" });
  return el("a", { class: "picture", href: media.url, target: "_blank", rel: "noopener" }, image);
}

function sticker({ media }, { say }) {
  const image = el("img", { class: "sticker", src: media.url, alt: say("sticker"), width: "132", height: "132" });
  // The sample that customers send is the smallest picture that a phone may send: show what it stands for.
  const drawn = () => image.replaceWith(el("span", { class: "sticker drawn", role: "img", "aria-label": say("sticker") }, "📦"));
  image.addEventListener("load", () => image.naturalWidth < SMALLEST && drawn());
  image.addEventListener("error", drawn);
  return image;
}

function video({ media }, { say }) {
  const player = el("video", { class: "video", src: media.url, controls: true, preload: "metadata", playsinline: true });
  const still = () => player.replaceWith(el("span", { class: "video still", role: "img", "aria-label": say("video") }, icon("play")));
  player.addEventListener("error", still);
  player.addEventListener("loadedmetadata", () => player.videoWidth < SMALLEST && still());
  return player;
}

function documentCard({ media }, { say, locale }) {
  const name = media.filename ?? say("document");
  const kind = (name.split(".").pop() ?? "").slice(0, 4).toUpperCase();
  const details = [kind, media.size ? fileSize(media.size, locale) : null].filter(Boolean).join(" · ");
  const opening = { href: media.url, target: "_blank", rel: "noopener", type: media.mime_type };
  return el(
    "a",
    { class: "document", "aria-label": say("openDocument", { name }), ...opening },
    el("span", { class: "file-kind", data: { kind }, "aria-hidden": "true" }, icon("document"), el("b", {}, kind)),
    el("span", { class: "file-words" }, el("bdi", { class: "file-name" }, name), el("bdi", { class: "file-size" }, details)),
  );
}

function voice({ media }, { say, locale }) {
  const length = el("span", { class: "voice-length" });
  const bars = el("span", { class: "voice-bars", "aria-hidden": "true" }, BARS.map((height) => el("i", { style: { "--h": `${height}px` } })));
  const button = el("button", { type: "button", class: "voice-button", "aria-label": say("play") }, icon("play"));
  const sound = new Audio();
  sound.preload = "metadata";
  sound.src = media.url;
  const show = () => {
    const played = sound.duration ? sound.currentTime / sound.duration : 0;
    [...bars.children].forEach((bar, at) => bar.classList.toggle("played", at / BARS.length < played));
    length.textContent = Number.isFinite(sound.duration) ? seconds(sound.paused ? sound.duration : sound.currentTime, locale, 1) : "";
    button.replaceChildren(icon(sound.paused ? "play" : "pause"));
    button.setAttribute("aria-label", say(sound.paused ? "play" : "pause"));
  };
  for (const event of ["loadedmetadata", "timeupdate", "play", "pause", "ended"]) sound.addEventListener(event, show);
  button.addEventListener("click", () => (sound.paused ? sound.play().catch(() => {}) : sound.pause()));
  return el("div", { class: "voice" }, button, bars, length);
}

function place({ body }, { say }) {
  return el(
    "div",
    { class: "place" },
    el("div", { class: "map", "aria-hidden": "true" }, icon("pin")),
    el("bdi", { class: "place-name" }, body || say("location")),
  );
}

function unsupported(_, { say }) {
  return el("p", { class: "unsupported" }, icon("unknown"), say("unsupported"));
}

const PARTS = { image: picture, sticker, video, document: documentCard, audio: voice, location: place, unsupported };

/** The picture, document, voice note, place... of a message, or null where it is words alone. */
export function attachment(message, context) {
  const make = PARTS[message.type] ?? (message.media && picture);
  return make && (message.media || !["image", "sticker", "video", "document", "audio"].includes(message.type)) ? make(message, context) : null;
}
