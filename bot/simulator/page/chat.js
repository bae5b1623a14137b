// What the page knows of one customer's chat. No elements here: the log draws it.

const RANK = { pending: 0, sent: 1, delivered: 2, read: 3, failed: 4 };

/** One customer's messages, kept in order, with what the events change. `changed` is called after every change. */
export class Chat {
  #posting = 0;
  #held = [];
  #earlyReads = new Set();
  #heard = 0;

  constructor(customer, changed) {
    this.customer = customer;
    this.changed = changed;
    this.messages = [];
    this.typing = false;
    this.loaded = false;
  }

  /** Load what `get` returns. What was asked for before something came may lack it, and is asked for again. */
  async refresh(get) {
    let messages;
    let before;
    do {
      before = this.#heard;
      messages = await get();
    } while (before !== this.#heard);
    this.load(messages);
  }

  /** Take the server's list as the truth; what failed to leave this page stays at the end. */
  load(messages) {
    const unsent = this.messages.filter((message) => message.draft);
    const keys = new Map(this.messages.map(({ id, key }) => [id, key]));
    this.messages = [];
    for (const message of messages) this.#place({ ...message, key: keys.get(message.id) });
    this.messages.push(...unsent);
    this.loaded = true;
    this.changed();
  }

  find(id) {
    return this.messages.find((message) => message.id === id);
  }

  /** The newest message, or undefined. */
  get last() {
    return this.messages.at(-1);
  }

  /** Take a message event. While something of ours is on its way its echo waits, so that it never shows twice. */
  receive(message) {
    this.#heard += 1;
    if (this.#posting && message.from === "customer" && !this.find(message.id)) {
      this.#held.push(message);
      return;
    }
    if (message.from === "business") this.typing = false;
    this.#place(message);
    this.changed();
  }

  setTyping(on) {
    this.typing = on;
    this.changed();
  }

  /** The bot has read this message, and with it everything that the customer wrote before. */
  markRead(id) {
    const until = this.messages.findIndex((message) => message.id === id);
    if (until < 0) this.#earlyReads.add(id);
    for (const message of this.messages.slice(0, until + 1)) {
      if (message.from === "customer" && RANK[message.status] < RANK.read) message.status = "read";
    }
    this.changed();
  }

  /** Show what is being sent at once; `post` returns the stored message. */
  async send(local, post) {
    this.messages = this.messages.filter((message) => message.id !== local.id);
    this.messages.push({ ...local, status: "pending" });
    this.#posting += 1;
    this.changed();
    try {
      this.#replace(local.id, await post());
      this.#heard += 1;
    } catch (error) {
      Object.assign(this.find(local.id) ?? {}, { status: "failed", error: error.message });
    }
    this.#posting -= 1;
    if (!this.#posting) this.#release();
    this.changed();
  }

  #release() {
    for (const message of this.#held.splice(0)) this.#place(message);
    for (const id of this.#earlyReads) this.markRead(id);
    this.#earlyReads.clear();
  }

  #replace(localId, message) {
    const at = this.messages.findIndex((other) => other.id === localId);
    if (at < 0) this.#place(message);
    else if (message.type === "reaction" || this.find(message.id)) this.messages.splice(at, 1);
    else this.messages[at] = { ...message, key: localId };
  }

  #place(message) {
    if (message.type === "reaction") {
      this.#react(message);
      return;
    }
    const at = this.messages.findIndex((other) => other.id === message.id);
    if (at < 0) this.messages.push(message);
    else this.messages[at] = newer(this.messages[at], message);
  }

  #react({ reply_to: target, body }) {
    const message = this.find(target);
    if (message && body && !message.reactions?.includes(body)) message.reactions = [...(message.reactions ?? []), body];
  }
}

/** A `message` event may come after a `read` event that is newer: the delivery state never goes back. */
function newer(before, after) {
  const back = RANK[after.status] < RANK[before.status] && before.status !== "failed";
  return { ...after, key: before.key, status: back ? before.status : after.status };
}
