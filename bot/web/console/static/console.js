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
  });
})();
