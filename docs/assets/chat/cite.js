// Finds a quotation on the page and marks it, across inline markup, table cells and blocks.
import { button, h, iconButton } from "./dom.js";
import { recallMark, rememberMark } from "./memory.js";
import { dir, t } from "./strings.js";
import { more } from "./strings.more.js";

const SKIP = ".headerlink, script, style, template, .md-content__button";
/** @type {HTMLElement[]} */
let marks = [];

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
mark.chat-mark { background: color-mix(in srgb, var(--md-accent-fg-color, #fc0) 24%, transparent);
  color: inherit; border-radius: 2px; outline-offset: 2px; scroll-margin: 8rem; }
@media (forced-colors: active) { mark.chat-mark { background: Mark; color: MarkText; } }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const barSheet = new CSSStyleSheet();
barSheet.replaceSync(`
.bar { position: fixed; z-index: 4; inset-inline: 0;
  bottom: calc(16px + env(safe-area-inset-bottom)); width: fit-content;
  max-width: calc(100% - 32px); margin: auto; padding: 6px; display: flex; gap: 6px;
  align-items: center; border: 1px solid var(--line); border-radius: 12px; background: var(--bg);
  box-shadow: 0 4px 20px rgb(0 0 0 / 18%); }
.bar span { padding-inline: 10px; font-size: .9em; }
@media (min-width: 960px) { dialog[open] ~ .bar { inset-inline-end: 384px; }
  dialog.is-wide[open] ~ .bar { inset-inline-end: 580px; } }`);

const blank = /[\s\u00ad\u200b\ufeff]/;
/** @param {string} text */
const bare = (text) => text.replace(new RegExp(blank, "g"), "");

/**
 * The page's text without white space, and where each character of it stands.
 * @param {Element} article
 */
const characters = (article) => {
  /** @type {[Text, number][]} */
  const places = [];
  let text = "";
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest(SKIP)) continue;
    for (let n = 0; n < node.data.length; n++) {
      const character = node.data.charAt(n);
      if (blank.test(character)) continue;
      text += character;
      places.push([node, n]);
    }
  }
  return { text, places };
};

/**
 * Start and end of the quotation in `text`; line by line where it does not stand in one piece.
 * @type {(text: string, from: number, quote: string) => [number, number][]}
 */
const spans = (text, from, quote) => {
  const find = (/** @type {string} */ part, /** @type {number} */ start) => {
    const at = text.indexOf(part, start);
    return at < 0 ? text.indexOf(part) : at;
  };
  const whole = find(bare(quote), from);
  if (whole >= 0) return [[whole, whole + bare(quote).length]];
  let next = from;
  return quote
    .split("\n")
    .map(bare)
    .filter(Boolean)
    .flatMap((line) => {
      const at = find(line, next);
      if (at < 0) return [];
      next = at + line.length;
      return [/** @type {[number, number]} */ ([at, next])];
    });
};

/** @param {Element} element  Opens the tab or the details that hide it. */
const reveal = (element) => {
  for (let at = element.closest("details, .tabbed-block"); at;) {
    if (at instanceof HTMLDetailsElement) at.open = true;
    else {
      const n = [...(at.parentElement?.children ?? [])].indexOf(at);
      const inputs = at.closest(".tabbed-set")?.querySelectorAll(":scope > input");
      const input = inputs?.[n];
      if (input instanceof HTMLInputElement) input.click();
    }
    at = at.parentElement?.closest("details, .tabbed-block") ?? null;
  }
};

const unmark = () => {
  for (const mark of marks) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent?.normalize();
  }
  marks = [];
};

/**
 * Marks the quotation on this page, scrolls to it and focuses it.
 * @param {string} anchor
 * @param {string} quote
 * @returns {HTMLElement | null} The first marked piece, null where the quotation is not found.
 */
const mark = (anchor, quote) => {
  unmark();
  const article = document.querySelector(".md-content article, article, main") ?? document.body;
  const heading = anchor ? document.getElementById(anchor) : null;
  const { text, places } = characters(article);
  const after = places.findIndex(
    ([node]) => heading && heading.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  for (const [start, end] of bare(quote) ? spans(text, Math.max(after, 0), quote).reverse() : [])
    for (let last = end - 1; last >= start;) {
      const [node, stop] = /** @type {[Text, number]} */ (places[last]);
      let first = last;
      while (first > start && places[first - 1]?.[0] === node) first--;
      // Spaces at the seams between pieces belong to the quotation too.
      const begin = first > start ? 0 : (places[first]?.[1] ?? 0);
      const piece = node.splitText(begin);
      if (last === end - 1) piece.splitText(stop + 1 - begin);
      const it = document.createElement("mark");
      it.className = "chat-mark";
      piece.replaceWith(it);
      it.append(piece);
      marks.unshift(it);
      last = first - 1;
    }
  const target = marks[0] ?? heading;
  if (!target) return null;
  reveal(target);
  target.tabIndex = -1;
  const show = () => {
    if (!target.isConnected) return;
    target.scrollIntoView({ block: marks.length ? "center" : "start" });
    target.focus({ preventScroll: true });
  };
  show();
  // Material scrolls to the anchor itself once the page has been put in place.
  setTimeout(show, 120);
  return marks[0] ?? null;
};

/** @param {import("./panel.js").FaqChat} panel */
export const leave = (panel) => {
  unmark();
  rememberMark(null);
  panel.bar.hidden = true;
};

/**
 * Marks what the reader came for, if this is the page, and offers the way back.
 * @param {import("./panel.js").FaqChat} panel
 */
export const land = (panel) => {
  const query = new URLSearchParams(location.search);
  const quote = query.get("cite");
  if (quote !== null) {
    const { pathname: path, hash } = location;
    rememberMark({ path, anchor: hash.slice(1), quote, turn: null });
    query.delete("cite");
    const rest = query.size ? `?${query}` : "";
    history.replaceState(history.state, "", path + rest + hash);
  }
  const record = recallMark();
  if (record?.path !== location.pathname) return leave(panel);
  const root = panel.shadowRoot;
  if (root && !root.adoptedStyleSheets.includes(barSheet)) root.adoptedStyleSheets.push(barSheet);
  const found = mark(decodeURIComponent(record.anchor), record.quote);
  const back = () => {
    leave(panel);
    if (record.turn === null) history.back();
    else void panel.open().then(() => panel.focusTurn(record.turn ?? 0));
  };
  panel.bar.replaceChildren(
    record.quote && !found ? h("span", {}, more.moved) : "",
    button(more.back, back, { className: "solid" }),
    iconButton("close", t.drop, () => leave(panel)),
  );
  Object.assign(panel.bar, { hidden: false, dir, role: "region", ariaLabel: more.back });
  if (found) panel.say(more.marked);
  found?.addEventListener("keydown", (event) => event.key === "Escape" && back());
};
