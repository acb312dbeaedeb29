// On every page, and small: fetches a tool only where the page has its element.
const TOOLS = new Map([
  ["checklist", () => import("./checklist.js")],
  ["overlap", () => import("./overlap.js")],
  ["brief", () => import("./brief.js")],
  ["costs", () => import("./costs.js")],
]);
let left = new AbortController();

/** Instant navigation replaces the head: the style sheet is looked for on every arrival. */
const style = () => {
  const href = new URL("tools.css", import.meta.url).href;
  const present = [...document.querySelectorAll("link")].some((link) => link.href === href);
  if (present) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const loaded = new Promise((done) => (link.onload = link.onerror = done));
  document.head.append(link);
  return loaded;
};

const arrive = async () => {
  left.abort();
  left = new AbortController();
  const { signal } = left;
  const hash = location.hash;
  const root = document.querySelector("[data-tool]");
  const load = root instanceof HTMLElement && TOOLS.get(root.dataset["tool"] ?? "");
  if (!load) return;
  try {
    const [tool] = await Promise.all([load(), style()]);
    if (!signal.aborted) await tool.mount(root, signal, hash);
  } catch (error) {
    if (signal.aborted) return;
    console.warn("tools: not loaded", error);
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = "The tool could not be loaded. Check the connection and reload the page.";
    root.prepend(note);
  }
};
if (window.document$) window.document$.subscribe(() => void arrive());
else void arrive();
