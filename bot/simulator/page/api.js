// The simulator's own API. The page knows nothing of the bot: what it does here becomes a signed webhook on the server.

const BASE = "api";

/** An answer that was not 2xx, or no answer at all (`status` 0). */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(path, body) {
  const request = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(`${BASE}/${path}`, request);
  } catch (error) {
    throw new ApiError(0, error.message);
  }
  const text = await response.text();
  const value = parsed(text);
  if (!response.ok) throw new ApiError(response.status, value?.error ?? (text.slice(0, 200) || response.statusText));
  return value;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

const chatPath = (customer, rest = "") => `chats/${encodeURIComponent(customer)}${rest}`;

export const getState = () => call("state");
export const getChat = (customer) => call(chatPath(customer));
export const postMessage = (customer, message) => call(chatPath(customer, "/messages"), message);
export const postRead = (customer) => call(chatPath(customer, "/read"), {});
export const postStore = (customer, action) => call(`store/${encodeURIComponent(customer)}/${action}`, {});
export const postSwitches = (changes) => call("switches", changes);
export const eventsUrl = (customer) => `${BASE}/events?customer=${encodeURIComponent(customer)}`;
