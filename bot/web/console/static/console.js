// What the console's pages can't say in HTML: whether the screen is live, and keys for the queue.
"use strict";

(() => {
  const state = document.getElementById("connection");
  const show = (on) => {
    if (state) {
      state.textContent = on ? state.dataset.on : state.dataset.off;
      state.classList.toggle("off", !on);
    }
  };
  document.body.addEventListener("htmx:sseOpen", () => show(true));
  document.body.addEventListener("htmx:sseError", () => show(false));
  document.body.addEventListener("htmx:sendError", () => show(false));

  // What is replaced between a press and its release gets no click: hold the new lines back until then.
  let held = false;
  let missed = null;
  document.addEventListener("pointerdown", () => {
    held = true;
  });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => setTimeout(() => {
      held = false;
      if (missed) {
        htmx.trigger(missed, "sse:desk");
        htmx.trigger(missed, "sse:chat");
        missed = null;
      }
    }, 50));
  }
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (held) {
      event.detail.shouldSwap = false;
      missed = event.detail.target;
    }
  });

  // "/" goes to the search field, as in mail programs; never while somebody types.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const search = document.querySelector("input[type=search]");
    if (event.key === "/" && !typing && search && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    }
    // "j" and "k" go down and up the queue, Enter opens the line.
    const way = { j: 1, k: -1 }[event.key];
    const lines = [...document.querySelectorAll(".line h2 a")];
    if (way && lines.length && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const here = lines.indexOf(document.activeElement);
      lines[here < 0 ? (way > 0 ? 0 : lines.length - 1) : Math.min(Math.max(here + way, 0), lines.length - 1)].focus();
    }
  });

  // How many wait stands in the window's title, where it is seen from another window.
  document.body.addEventListener("htmx:afterSwap", () => {
    const waiting = document.querySelector("[data-waiting]")?.dataset.waiting;
    if (waiting !== undefined) {
      document.title = (waiting === "0" ? "" : `(${waiting}) `) + document.title.replace(/^\(\d+\) /, "");
    }
  });
})();
