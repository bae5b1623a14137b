// Line icons on a 24 by 24 grid, drawn for this page.

import { svg } from "./dom.js";

const PATHS = {
  back: ["M15 5l-7 7 7 7"],
  more: ["M12 5.500v.01", "M12 12v.01", "M12 18.500v.01"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  plus: ["M12 5v14", "M5 12h14"],
  smile: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M8.500 14.200a4.400 4.400 0 0 0 7 0", "M9 9.500v.01", "M15 9.500v.01"],
  send: ["M4.500 12L20 4.500 15.500 20l-3.600-6.200z", "M11.900 13.800L20 4.500"],
  mic: ["M12 3.500a2.800 2.800 0 0 0-2.800 2.800v5a2.800 2.800 0 0 0 5.600 0v-5A2.800 2.800 0 0 0 12 3.500z", "M6 11a6 6 0 0 0 12 0", "M12 17v3.500"],
  shop: [
    "M4 9.500l1.300-5h13.400l1.300 5",
    "M4 9.500a2.700 2.700 0 0 0 5.300 0 2.700 2.700 0 0 0 5.400 0 2.700 2.700 0 0 0 5.300 0",
    "M5.500 12.500v7h13v-7",
    "M10 19.500v-4.500h4v4.500",
  ],
  truck: [
    "M3 6.500h11v10H3z",
    "M14 10h4l3 3.200v3.300h-7",
    "M7 18.800a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600z",
    "M17 18.800a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600z",
  ],
  silence: ["M4 8l8-4.500L20 8v8l-8 4.500L4 16z", "M4 8l8 4.500L20 8", "M12 12.500v8", "M8 5.700l8 4.600"],
  reply: ["M10 6L4.500 11.500 10 17", "M4.500 11.500H14a5.500 5.500 0 0 1 5.500 5.500v1.500"],
  copy: ["M9 9h10.500v10.500H9z", "M15 9V4.500H4.500V15H9"],
  chevron: ["M6 9.500l6 6 6-6"],
  link: ["M13.500 5H19v5.500", "M19 5l-8.500 8.500", "M10 6H5.500v12.500H18V14"],
  list: ["M8.500 7H20", "M8.500 12H20", "M8.500 17H20", "M4.500 7v.01", "M4.500 12v.01", "M4.500 17v.01"],
  picture: ["M4 5h16v14H4z", "M4 16l4.500-4.500 4 4 3-3L20 17", "M15.500 9v.01"],
  document: ["M6.500 3.500h7.500l4 4v13H6.500z", "M14 3.500v4h4", "M9.500 12.500h5", "M9.500 16h5"],
  pin: ["M12 21s6.500-6 6.500-11a6.500 6.500 0 0 0-13 0c0 5 6.500 11 6.500 11z", "M12 12.200a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400z"],
  sticker: [
    "M4.500 4.500h15V14L14 19.500H4.500z",
    "M19.500 14H14v5.500",
    "M9 9.500v.01",
    "M14 9.500v.01",
    "M8.500 13.500a3.800 3.800 0 0 0 3.500 1.500",
  ],
  video: ["M3.500 6.500h11.500v11H3.500z", "M15 10.500l5.500-3v9l-5.500-3"],
  play: ["M8 5.500l10.500 6.500L8 18.500z"],
  pause: ["M8.500 6v12", "M15.500 6v12"],
  down: ["M12 5v13", "M6.500 12.500L12 18l5.500-5.500"],
  retry: ["M19.500 12a7.500 7.500 0 1 1-2.300-5.400", "M19.500 4v4.500H15"],
  info: ["M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17z", "M12 11v5.500", "M12 7.700v.01"],
  unknown: ["M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17z", "M6 18L18 6"],
};

/** A line icon by name, coloured by the text around it. */
export function icon(name, className = "") {
  return svg("0 0 24 24", `icon ${className}`.trim(), PATHS[name].map((d) => ["path", { d }]));
}

const TICKS = {
  pending: ["M8 1.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9z", "M8 3.500V6l1.800 1"],
  sent: ["M4 6.500l3 3L13 2.500"],
  delivered: ["M1 6.500l3 3L10 2.500", "M7.300 8.800l.7.700 6-7"],
  read: ["M1 6.500l3 3L10 2.500", "M7.300 8.800l.7.700 6-7"],
  failed: ["M8 1.200a4.800 4.800 0 1 0 0 9.600 4.800 4.800 0 0 0 0-9.600z", "M8 3.500v3", "M8 8.400v.01"],
};

/** The tick marks of a delivery state, named for screen readers and on hover. */
export function ticks(status, name) {
  const mark = svg("0 0 16 12", "ticks", TICKS[status].map((d) => ["path", { d }]));
  const holder = document.createElement("span");
  holder.className = "tick-holder";
  holder.dataset.tick = status;
  holder.title = name;
  holder.setAttribute("role", "img");
  holder.setAttribute("aria-label", name);
  holder.append(mark);
  return holder;
}
