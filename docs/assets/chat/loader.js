// On every page, under 2 kB. Everything else is fetched on the first sign that it is wanted.

/** @returns {Promise<ReturnType<typeof import("./panel.js").chat>>} */
const chat = async () => (await import("./panel.js")).chat();
/** Without the panel the page stays as it is. @type {(deed: (panel: Awaited<ReturnType<typeof chat>>) => void) => void} */
const use = (deed) => void chat().then(deed, () => {});

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

const sheet = new CSSStyleSheet();
sheet.replaceSync(`@media (min-width: 960px) {
  html[data-faq-chat] body { padding-inline-end: var(--faq-chat-width); }
  html[data-faq-chat] .md-sidebar--secondary { display: none; }
}
.chat-mark { background: color-mix(in srgb, var(--md-accent-fg-color, #fc0) 24%, transparent);
  color: inherit; border-radius: 2px; outline-offset: 2px; scroll-margin: 8rem; }
@media (forced-colors: active) { .chat-mark { background: Mark; color: MarkText; } }
.faq-chat-select { position: absolute; z-index: 3; padding: 4px 12px !important; font-size: 14px; }`);
document.adoptedStyleSheets.push(sheet);

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
/** Looks into shadow roots too: a theme may draw its search in one. @type {(event: Event, selector: string) => any} */
const near = (event, selector) =>
  event.composedPath().find((it) => it instanceof Element && it.matches(selector));
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
  if (near(event, ".chat-open")) use(() => {});
  if (near(event, ".md-search")) use((panel) => panel.watch());
};
on("pointerover", warm);
on("focusin", warm);

on("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const quoted = near(event, "a[data-chat-quote]");
  if (quoted) keep(quoted);
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
  const { key, code, ctrlKey, metaKey, shiftKey, altKey, target } = event;
  if (!(ctrlKey || metaKey) || shiftKey || altKey) return;
  // On a keyboard of another script the key has another name.
  if (key > "~" ? code !== "KeyI" : key.toLowerCase() !== "i") return;
  const ours = target.localName === "faq-chat";
  if (!ours && near(event, "input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  const quote = ours ? "" : selected();
  use((panel) => panel.toggle(null, quote));
});

on("submit", (event) => {
  const form = near(event, "form.ask-box");
  const question = form?.elements.q?.value.trim();
  if (!question) return;
  event.preventDefault();
  chatApi.ask(question).catch(() => form.submit());
});

on("pointerup", (event) => {
  if (event.pointerType !== "mouse" || !near(event, ".md-content")) return;
  const before = selected();
  if (before.length < 3) return;
  setTimeout(() => selected() === before && use((panel) => panel.offer()), 300);
});

const arrive = () => {
  if (gone.signal.aborted) return;
  const query = new URLSearchParams(location.search);
  const memory = kept("faq-chat");
  if (memory?.open && matchMedia("(min-width: 960px)").matches) {
    // The room for the panel is there before the panel is.
    const root = document.documentElement;
    root.style.setProperty("--faq-chat-width", memory.wide ? "580px" : "384px");
    root.toggleAttribute("data-faq-chat", true);
  }
  if (query.has("ask")) use((panel) => panel.fill(query.get("ask") ?? ""));
  else if (memory?.open) use((panel) => panel.restore());
  if (query.has("cite") || kept("faq-chat-mark")) use((panel) => panel.land());
  if (document.querySelector('meta[name="chat:button"][content=on]')) use(() => {});
};
if (window.document$) window.document$.subscribe(arrive);
else arrive();
