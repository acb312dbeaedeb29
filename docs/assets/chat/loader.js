// On every page, under 2 kB. Everything else is fetched on the first sign that it is wanted.

/** @typedef {ReturnType<typeof import("./panel.js").chat>} Panel */
const chat = async () => (await import("./panel.js")).chat();
const gone = new AbortController();
/** Without the panel the page stays as it is. @type {(deed: (panel: Panel) => void) => void} */
const use = (deed) => {
  if (!gone.signal.aborted) chat().then(deed, () => {});
};

/** @type {(name: "ask" | "open" | "close" | "reset" | "update" | "destroy") => (value?: any) => Promise<void>} */
const deed = (name) => async (value) => (await chat())[name](value);
export const chatApi = {
  /** @type {(question: string) => Promise<void>} */
  ask: deed("ask"),
  open: deed("open"),
  close: deed("close"),
  reset: deed("reset"),
  /** @type {(config: Config) => Promise<void>} */
  update: deed("update"),
  destroy: () => {
    gone.abort();
    return deed("destroy")();
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
/**
 * The element of this kind that an event is in, in shadow roots too: a theme may draw its search
 * in one.
 * @type {(event: Event, selector: string) => any}
 */
const near = (event, selector) =>
  event.composedPath().find((it) => it instanceof Element && it.matches(selector));
const selected = () => `${getSelection()}`.trim();

const warm = (/** @type {Event} */ event) => {
  if (near(event, ".chat-open, .md-search")) use((panel) => panel.watch());
};
on("pointerover", warm);
on("focusin", warm);

on("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const quoted = near(event, "a[data-chat-quote]");
  if (quoted)
    try {
      // The page that a citation of the answer page leads to marks the quotation.
      const { dataset, pathname: path, hash } = quoted;
      const mark = { path, anchor: hash.slice(1).split(":~:")[0], quote: dataset.chatQuote, turn: null };
      sessionStorage.setItem("faq-chat-mark", JSON.stringify(mark));
    } catch {
      // Storage is forbidden: the link still leads to the section.
    }
  const link = near(event, ".chat-open");
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  chat().then(
    (panel) => panel.toggle(link),
    () => location.assign(link.href),
  );
});

on("keydown", (event) => {
  const { key, code } = event;
  if (event.ctrlKey === event.metaKey || event.shiftKey || event.altKey) return;
  // On a keyboard of another script the key has another name.
  if (key > "~" ? code !== "KeyI" : key.toLowerCase() !== "i") return;
  const ours = near(event, "faq-chat");
  if (!ours && near(event, "input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  const quote = ours ? "" : selected();
  use((panel) => panel.toggle(null, quote));
});

on("submit", (event) => {
  const form = near(event, ".ask-box");
  const question = form?.elements.q.value.trim();
  if (!question) return;
  event.preventDefault();
  chatApi.ask(question).catch(() => form.submit());
});

on("pointerup", (event) => {
  const before = selected();
  if (event.pointerType === "mouse" && before[2] && near(event, ".md-content"))
    setTimeout(() => selected() === before && use((panel) => panel.offer()), 300);
});

const arrive = () => {
  const query = new URLSearchParams(location.search);
  if (query.has("ask")) use((panel) => panel.fill(query.get("ask") ?? ""));
  else if (kept("faq-chat")?.open) use((panel) => panel.restore());
  // The panel, once there, has to know which page is in place.
  const isThere = document.querySelector("faq-chat");
  if (isThere || query.has("cite") || kept("faq-chat-mark")) use((panel) => panel.land());
};
if (window.document$) window.document$.subscribe(arrive);
else arrive();
