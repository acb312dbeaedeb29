// On every page, under 2 kB. Everything else is fetched on the first sign that it is wanted.

/** @returns {Promise<import("./panel.js").FaqChat>} */
const chat = async () => (await import("./panel.js")).chat();

const gone = new AbortController();
export const chatApi = {
  /** @param {string} question */
  ask: async (question) => (await chat()).ask(question),
  open: async () => (await chat()).open(),
  close: async () => (await chat()).close(),
  reset: async () => (await chat()).reset(),
  /** @param {Config} config */
  update: async (config) => (await chat()).update(config),
  destroy: async () => {
    gone.abort();
    (await chat()).destroy();
  },
};
window.faqChat = chatApi;

/** @type {(type: string, listener: (event: any) => void) => void} */
const on = (type, listener) =>
  document.addEventListener(type, listener, { capture: true, signal: gone.signal });
/** @type {(key: string) => any} */
const kept = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
};
/** @type {(event: Event, selector: string) => any} */
const near = (event, selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;
/** A citation on the answer page: the page that it leads to marks the quotation. */
const keep = (/** @type {HTMLAnchorElement} */ { dataset, pathname: path, hash }) => {
  const mark = { path, anchor: hash.slice(1), quote: dataset["chatQuote"], turn: null };
  try {
    sessionStorage.setItem("faq-chat-mark", JSON.stringify(mark));
  } catch {
    // Storage is forbidden: the link still leads to the section.
  }
};
const selected = () => `${getSelection()}`.trim();

const warm = (/** @type {Event} */ event) => {
  if (near(event, ".chat-open")) void chat().catch(() => {});
  if (near(event, ".md-search")) void import("./search.js").then((m) => m.watch());
};
on("pointerover", warm);
on("focusin", warm);

on("click", (event) => {
  const quoted = near(event, "a[data-chat-quote]");
  if (quoted) keep(quoted);
  const link = near(event, ".chat-open");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  chat().then(
    (it) => it.toggle(link),
    () => location.assign(link.href),
  );
});

on("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (event.key.toLowerCase() !== "i") return;
  if (near(event, "input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  const quote = near(event, "faq-chat") ? "" : selected();
  void chat().then((it) => it.toggle(null, quote));
});

on("submit", (event) => {
  const question = near(event, "form.ask-box")?.elements.q?.value.trim();
  if (!question) return;
  event.preventDefault();
  void chatApi.ask(question);
});

on("pointerup", (event) => {
  if (event.pointerType !== "mouse" || !near(event, ".md-content")) return;
  const before = selected();
  if (before.length < 3) return;
  setTimeout(() => {
    if (selected() === before) void import("./select.js").then((m) => m.offer(chat));
  }, 300);
});

const arrive = () => {
  const query = new URLSearchParams(location.search);
  if (query.has("ask")) void chat().then((it) => it.fill(query.get("ask") ?? ""));
  else if (kept("faq-chat")?.open) void chat().then((it) => it.open());
  if (query.has("cite") || kept("faq-chat-mark")) void chat().then((it) => it.land());
  if (document.querySelector('meta[name="chat:button"][content=on]')) void chat();
};
if (window.document$) window.document$.subscribe(arrive);
else arrive();
