// The switches that make the offline WhatsApp misbehave, as the panel shows them: each is a set of values to post when on and when off.

import { postSwitches } from "./api.js";
import { byId, el } from "./dom.js";

const UNDELIVERABLE = "131026";

const SWITCHES = [
  { name: "duplicates", on: { duplicates: 1 }, off: { duplicates: 0 }, isOn: ({ duplicates }) => duplicates > 0 },
  { name: "reorder", on: { reorder: 4 }, off: { reorder: 0 }, isOn: ({ reorder }) => reorder > 0 },
  { name: "slow", on: { delay_ms: [1500, 3000] }, off: { delay_ms: [0, 0] }, isOn: ({ delay_ms: delay }) => delay?.[1] > 0 },
  { name: "drop", on: { drop_answer: 1 }, off: { drop_answer: 0 }, isOn: ({ drop_answer: drop }) => drop > 0 },
  { name: "errors", on: { http_500: 0.5 }, off: { http_500: 0 }, isOn: ({ http_500: chance }) => chance > 0 },
  {
    name: "refuse",
    on: { fail: { [UNDELIVERABLE]: 1 }, fail_how: "status" },
    off: { fail: {}, fail_how: "sync" },
    isOn: ({ fail }) => Object.keys(fail ?? {}).length > 0,
  },
  { name: "hide", on: { bsuid_only: true }, off: { bsuid_only: false }, isOn: ({ bsuid_only: hidden }) => hidden },
];

/** Draw the switches for a state of the simulator; those that it doesn't have are left out. */
export function showSwitches(state, say) {
  const known = SWITCHES.filter(({ off }) => Object.keys(off).every((name) => name in state));
  byId("network").hidden = !known.length;
  byId("switches").replaceChildren(...known.map((one) => line(one, state, say)));
}

function line(one, state, say) {
  const input = el("input", { type: "checkbox", role: "switch", class: "switch", name: one.name, checked: Boolean(one.isOn(state)) });
  input.addEventListener("change", async () => {
    const after = await postSwitches(input.checked ? one.on : one.off).catch(() => state);
    Object.assign(state, after);
    input.checked = Boolean(one.isOn(state));
  });
  const words = el("span", {}, el("b", {}, say(`switch_${one.name}`)), el("small", {}, say(`switch_${one.name}_hint`)));
  return el("label", { class: "switch-line" }, words, input);
}
