// Lists that open while one types: kept replies after "/", colleagues after "@". The text keeps the focus.
"use strict";

(() => {
  const lists = (text) => document.getElementById(text.dataset.suggest);
  const options = (list) => [...list.querySelectorAll("[role=option]:not([hidden])")];

  // Return where the word with the mark begins, and what follows the mark; null where the caret is in no such word.
  const asked = (text) => {
    const before = text.value.slice(0, text.selectionStart);
    const at = before.lastIndexOf(text.dataset.mark);
    const words = before.slice(at + 1);
    const begins = at === 0 || /\s/.test(before[at - 1] ?? "");
    return at >= 0 && begins && words.length <= 40 && !/\n/.test(words) ? { at, words: words.toLocaleLowerCase() } : null;
  };

  const close = (text) => {
    lists(text).hidden = true;
    text.removeAttribute("aria-activedescendant");
  };

  const choose = (text, list, option) => {
    for (const one of options(list)) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      text.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  };

  const show = (text) => {
    const list = lists(text);
    const wanted = asked(text);
    if (!wanted) return close(text);
    for (const one of list.querySelectorAll("[role=option]")) one.hidden = !one.dataset.words.toLocaleLowerCase().includes(wanted.words);
    const found = options(list);
    list.querySelector("[data-none]").hidden = found.length > 0;
    // Words behind a slash that fit nothing are meant as they stand.
    list.hidden = !found.length && wanted.words.length > 3;
    choose(text, list, found[0]);
  };

  const insert = (text, option) => {
    const { at } = asked(text) ?? { at: text.selectionStart };
    text.setRangeText(option.dataset.insert, at, text.selectionStart, "end");
    close(text);
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    close(text);
  };

  document.addEventListener("input", (event) => event.target.dataset?.suggest && show(event.target));
  document.addEventListener("focusout", (event) => event.target.dataset?.suggest && setTimeout(() => document.activeElement !== event.target && event.target.isConnected && close(event.target), 200));

  document.addEventListener("keydown", (event) => {
    const text = event.target;
    if (!text.dataset?.suggest || lists(text).hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
    const list = lists(text);
    const found = options(list);
    const here = found.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") close(text);
    else if (!found.length) return;
    else if (event.key in steps) choose(text, list, found[(here + steps[event.key] + found.length) % found.length]);
    else if (event.key === "Enter" || event.key === "Tab") insert(text, found[Math.max(here, 0)]);
    else return;
    event.preventDefault();
  });

  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.(".suggest [role=option]");
    if (!option) return;
    event.preventDefault();
    insert(document.querySelector(`[data-suggest="${option.parentElement.id}"]`), option);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-open]");
    if (!button) return;
    const text = document.querySelector(`[data-suggest="${button.dataset.open}"]`);
    text.focus();
    const before = text.value.slice(0, text.selectionStart);
    if (!asked(text)) text.setRangeText(before && !/\s$/.test(before) ? ` ${text.dataset.mark}` : text.dataset.mark, text.selectionStart, text.selectionEnd, "end");
    show(text);
  });
})();
