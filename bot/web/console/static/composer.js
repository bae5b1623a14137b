// The box below a conversation: keeps what is typed, counts, sends by keyboard, and changes when the window closes.
"use strict";

(() => {
  document.documentElement.classList.add("scripted");
  const near = 300;
  const largest = { "image/jpeg": 5, "image/png": 5 };
  const box = () => document.getElementById("end");
  const key = (form) => `draft:${box().dataset.chat}:${form}`;
  const field = (form) => form.querySelector("textarea");
  let timer = 0;

  const problem = (words) => {
    const place = box().querySelector("[data-problem]");
    if (place) {
      place.textContent = words;
      place.hidden = !words;
    }
  };

  const count = (text) => {
    const place = box().querySelector("[data-counter]");
    if (!place || !text.dataset.limit) return;
    const left = Number(text.dataset.limit) - text.value.length;
    place.textContent = left > near ? "" : place.dataset.counter.replace("%", left);
    place.classList.toggle("over", left < 0);
    const gap = /\{(customer|order|store|staff)\}/.test(text.value);
    text.setCustomValidity(gap ? text.dataset.gap : "");
  };

  // What was typed comes back after a live change of the box and after a reload; what the server gives back is newer.
  const restore = () => {
    for (const form of box().querySelectorAll("form[data-draft]")) {
      const name = key(form.dataset.draft);
      if (field(form).value) sessionStorage.setItem(name, field(form).value);
      else field(form).value = sessionStorage.getItem(name) ?? "";
      if (form.dataset.draft === "note" && field(form).value) form.closest("details").open = true;
      count(field(form));
    }
    const kept = box().querySelector("[data-kept]");
    if (kept) {
      kept.textContent = kept.textContent.trim() || (sessionStorage.getItem(key("reply")) ?? "");
      if (kept.textContent) sessionStorage.setItem(key("reply"), kept.textContent);
      kept.closest("details").hidden = !kept.textContent;
      kept.closest("details").open = Boolean(kept.textContent);
    }
  };

  const watch = () => {
    clearTimeout(timer);
    const left = Number(box().dataset.left);
    // The last seconds of the window are not used: a message might come too late.
    if (box().dataset.state === "write" && left > 0) timer = setTimeout(() => htmx.trigger(box(), "look"), Math.min(Math.max(left - 9_500, 500), 2e9));
  };

  // The address tells which form was taken: its words are forgotten, unless others were typed meanwhile.
  const forget = () => {
    const here = new URL(location.href);
    const sent = here.searchParams.get("sent");
    if (!sent) return;
    const [name, words] = JSON.parse(sessionStorage.getItem(`sent:${sent}`) ?? "[]");
    if (name && sessionStorage.getItem(name) === words) sessionStorage.removeItem(name);
    sessionStorage.removeItem(`sent:${sent}`);
    here.searchParams.delete("sent");
    history.replaceState(null, "", here);
  };

  const start = () => {
    if (!box()) return;
    forget();
    restore();
    watch();
  };
  start();

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form && event.target === field(form)) {
      sessionStorage.setItem(key(form.dataset.draft), event.target.value);
      count(event.target);
      problem("");
    }
    if (event.target.dataset?.fill !== undefined) {
      const name = event.target.dataset.fill;
      for (const place of box().querySelectorAll("[data-value]")) {
        if (place.dataset.value === name) place.textContent = event.target.value || `{${name}}`;
      }
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.matches(".file input")) return;
    const file = event.target.files[0];
    const name = box().querySelector("[data-file]");
    name.dataset.words ??= name.textContent;
    const large = file && file.size > (largest[file.type] ?? 100) * 1024 * 1024;
    if (large) event.target.value = "";
    problem(large ? `${file.name}: ${event.target.dataset.large}` : "");
    name.textContent = file && !large ? file.name : name.dataset.words;
    field(event.target.form).dataset.limit = file && !large ? "1024" : "4096";
    count(field(event.target.form));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches?.("form[data-draft] textarea")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.draft) sessionStorage.setItem(`sent:${form.dataset.form}`, JSON.stringify([key(form.dataset.draft), field(form).value]));
  });

  const quote = (id, words) => {
    const form = box()?.querySelector("form[data-draft=reply]");
    if (!form) return false;
    form.elements.quote.value = id;
    form.querySelector("[data-quoted]").textContent = words;
    form.querySelector(".quoted").hidden = !id;
    field(form).focus();
    return true;
  };
  document.addEventListener("click", (event) => {
    const wanted = event.target.closest?.("[data-quote]");
    if (wanted && quote(wanted.dataset.quote, wanted.closest(".message")?.querySelector(".words")?.textContent ?? "")) event.preventDefault();
    if (event.target.closest?.("[data-unquote]")) quote("", "");
  });

  // The box is asked for with every change; it is put in only where its state has changed, so that nobody loses caret or file.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "end" || event.detail.requestConfig.elt.id !== "end") return;
    const fresh = new DOMParser().parseFromString(event.detail.serverResponse, "text/html").getElementById("end");
    if (!fresh || ["state", "offers"].some((name) => fresh.dataset[name] !== box().dataset[name])) return;
    event.detail.shouldSwap = false;
    box().dataset.left = fresh.dataset.left;
    const [time, now] = [fresh, box()].map((one) => one.querySelector("[data-time]"));
    if (time && now) now.textContent = time.textContent;
    watch();
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "end" && event.detail.elt.id !== "end") return;
    restore();
    watch();
    const news = document.getElementById("box-news");
    if (news) news.textContent = box().dataset.why ?? "";
  });
})();
