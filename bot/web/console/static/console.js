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
        htmx.trigger(missed, "sse:presence");
        missed = null;
      }
    }, 50));
  }
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    // What was clicked for is what the click is about.
    if (held && event.detail.requestConfig.triggeringEvent?.type !== "click") {
      event.detail.shouldSwap = false;
      missed = event.detail.target;
    }
  });

  // Single keys do something only where nobody types, and only for who wants it (WCAG 2.2, 2.1.4): a voice would press them too.
  const OFF = "wasla-keys-off";
  const dialog = document.getElementById("keys");
  const choice = dialog?.querySelector("[data-keys-on]");
  const opener = document.querySelector("[data-opens=keys]");
  const help = () => {
    if (dialog && !dialog.open) dialog.showModal();
  };
  if (choice) {
    choice.checked = localStorage.getItem(OFF) === null;
    choice.addEventListener("change", () => (choice.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  }
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", help);
  }
  // A press beside the dialog closes it.
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog && event.detail) dialog.close();
  });

  // "/" goes to the search field, as in mail programs; "j" and "k" go down and up the queue, and Enter opens the line.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || dialog?.open || choice?.checked === false) return;
    const search = document.querySelector("input[type=search]");
    const way = { j: 1, k: -1 }[event.key];
    const lines = [...document.querySelectorAll(".line h2 a")];
    if (event.key === "?") {
      event.preventDefault();
      help();
    } else if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
    } else if (way && lines.length) {
      const here = lines.indexOf(document.activeElement);
      lines[here < 0 ? (way > 0 ? 0 : lines.length - 1) : Math.min(Math.max(here + way, 0), lines.length - 1)].focus();
    }
  });

  // On a phone the tabs scroll: the one that is shown is brought into sight, also where it was drawn anew.
  const showTab = () => {
    for (const bar of document.querySelectorAll(".tabs, .menu")) {
      const tab = bar.querySelector("[aria-current]");
      if (tab) bar.scrollLeft += tab.getBoundingClientRect().x + tab.offsetWidth / 2 - bar.getBoundingClientRect().x - bar.offsetWidth / 2;
    }
  };
  showTab();
  document.body.addEventListener("htmx:afterSwap", showTab);

  // On a phone the filters make room for what they filter, unless one of them does something.
  const folds = document.querySelector('details[data-folds="1"]');
  if (folds && matchMedia("(max-width: 640px)").matches) folds.open = false;

  // How many wait stands in the window's title, where it is seen from another window.
  document.body.addEventListener("htmx:afterSwap", () => {
    const waiting = document.querySelector("[data-waiting]")?.dataset.waiting;
    if (waiting !== undefined) {
      document.title = (waiting === "0" ? "" : `(${waiting}) `) + document.title.replace(/^\(\d+\) /, "");
    }
  });
})();
