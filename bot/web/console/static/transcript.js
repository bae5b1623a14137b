// The transcript: what changes is put in beside what stays, so that nobody loses his place, an opened line or a playing voice note.
"use strict";

(() => {
  const near = 40;
  const told = 4_000;
  const scroll = () => document.getElementById("scroll");
  const fresh = () => document.getElementById("fresh");
  const keyed = (nodes) => {
    const seen = new Map();
    return nodes.map((node) => {
      const name = node.id || node.dataset?.part || node.nodeName;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      return [`${name} ${seen.get(name)}`, node];
    });
  };

  const from = (start) => {
    const found = [];
    for (let node = start; node; node = node.nextSibling) found.push(node);
    return found;
  };

  // The children of "parent" from "start" on become like "wanted"; what is the same stays the very same element.
  const merge = (parent, wanted, start) => {
    const [old, next] = [keyed(from(start)), keyed(wanted)];
    const [there, kept] = [new Map(old), new Set(next.map(([name]) => name))];
    for (const [name, node] of old) if (!kept.has(name)) node.remove();
    let place = old.find(([name]) => kept.has(name))?.[1] ?? null;
    for (const [name, node] of next) {
      const mine = there.get(name);
      if (!mine) {
        parent.insertBefore(document.importNode(node, true), place);
        continue;
      }
      if (mine === place) place = place.nextSibling;
      else parent.insertBefore(mine, place);
      change(mine, node);
    }
  };

  const change = (mine, node) => {
    if (mine.isEqualNode(node)) return;
    if (mine.nodeType !== Node.ELEMENT_NODE || mine.nodeName !== node.nodeName) {
      mine.replaceWith(document.importNode(node, true));
      return;
    }
    if (mine.matches("audio, video, img") && mine.getAttribute("src") === node.getAttribute("src")) return;
    const ours = mine.matches("details") ? ["open"] : mine.matches("[data-lost]") ? ["hidden"] : [];
    for (const { name } of [...mine.attributes]) if (!node.hasAttribute(name) && !ours.includes(name)) mine.removeAttribute(name);
    for (const { name, value } of node.attributes) if (mine.getAttribute(name) !== value && !ours.includes(name)) mine.setAttribute(name, value);
    merge(mine, [...node.childNodes], mine.firstChild);
  };

  // A day stands above its first line, however the lines came.
  const tidy = () => {
    let day = null;
    for (const one of document.querySelectorAll("#said > .day")) {
      if (one.textContent === day) one.remove();
      day = one.textContent;
    }
  };

  const put = (page) => {
    const [list, next] = [document.getElementById("said"), page.getElementById("said")];
    if (!list || !next) return false;
    let wanted = [...next.children];
    // Lines that were asked for stay above those that come; their day does, too.
    const first = wanted.find((one) => one.id && !one.matches(".day, .earlier"));
    const mine = first && document.getElementById(first.id);
    let start = list.firstElementChild;
    const older = mine ? [...list.children].slice(0, [...list.children].indexOf(mine)) : [];
    if (older.some((one) => one.matches(".message, .marker"))) {
      wanted = wanted.slice(wanted.indexOf(first));
      start = mine;
    }
    const [view, end] = [scroll(), scroll().scrollTop > -near];
    const last = list.lastElementChild?.id;
    const anchor = end ? null : [...list.children].find((one) => one.getBoundingClientRect().bottom > view.getBoundingClientRect().top);
    const above = anchor?.getBoundingClientRect().top;
    merge(list, wanted, start);
    tidy();
    if (anchor?.isConnected) view.scrollTop += anchor.getBoundingClientRect().top - above;
    else if (end) view.scrollTop = 0;
    if (!end && list.lastElementChild?.id !== last) fresh().hidden = false;
    const [chips, others] = [document.getElementById("chips"), page.getElementById("chips")];
    if (chips && others) change(chips, others);
    htmx.process(list);
    return true;
  };

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target, serverResponse, isError } = event.detail;
    if (target.id === "earlier") scroll().ariaLive = "off";
    if (target.id !== "chat" || isError) return;
    if (put(new DOMParser().parseFromString(serverResponse, "text/html"))) event.detail.shouldSwap = false;
  });

  // Earlier lines come above; the keyboard goes on where the button was.
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.requestConfig?.target?.id !== "earlier") return;
    tidy();
    (document.querySelector("#earlier a") ?? scroll()).focus({ preventScroll: true });
    setTimeout(() => {
      scroll().ariaLive = null;
    }, 1_000);
  });

  document.addEventListener("scroll", (event) => {
    if (event.target.id === "scroll" && event.target.scrollTop > -near) fresh().hidden = true;
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.id === "fresh") {
      scroll().scrollTop = 0;
      scroll().focus({ preventScroll: true });
      event.target.hidden = true;
    }
  });

  // A file that can't be had says so in its place.
  document.addEventListener("error", (event) => {
    const file = event.target.closest?.(".file-of");
    if (!file || !event.target.matches("img, audio, video")) return;
    event.target.hidden = true;
    file.querySelector("[data-lost]").hidden = false;
  }, true);

  // Others see that somebody types.
  const box = "#end form[data-draft] textarea";
  let said = 0;
  const tell = (off) => {
    const csrf = document.querySelector("#end [name=csrf]")?.value;
    const { address } = document.getElementById("chat").dataset;
    if (!csrf || (off && !said)) return;
    said = off ? 0 : Date.now();
    fetch(`${address}/typing`, { method: "POST", body: new URLSearchParams(off ? { csrf, off: "1" } : { csrf }), keepalive: true }).catch(() => {});
  };
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.(box)) return;
    if (!event.target.value) tell(true);
    else if (Date.now() - said > told) tell(false);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("#end form[data-draft]")) tell(true);
  });
})();
