// Server-sent events with our own reconnection: the browser gives up for good on a bad answer, and we want to show the state.

import { eventsUrl } from "./api.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;

/**
 * Listen to one customer's events until the returned function is called.
 * `handlers`: `message`, `typing`, `read` take the event's value; `online` takes true or false, and true again after each reconnection.
 */
export function listen(customer, handlers) {
  let source = null;
  let timer = 0;
  let wait = FIRST_WAIT;
  const close = () => {
    clearTimeout(timer);
    source?.close();
  };
  const open = () => {
    source = new EventSource(eventsUrl(customer));
    source.addEventListener("open", () => {
      wait = FIRST_WAIT;
      handlers.online(true);
    });
    source.addEventListener("error", () => {
      source.close();
      handlers.online(false);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    for (const name of ["message", "typing", "read"]) source.addEventListener(name, (event) => handlers[name](JSON.parse(event.data)));
  };
  open();
  return close;
}
