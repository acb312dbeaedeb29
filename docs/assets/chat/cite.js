// Finds a quotation on the page and marks it, across inline markup, table cells and blocks.
import { attempt, button, h, iconButton } from "./dom.js";
import { deeds, say } from "./host.js";
import { recallMark, rememberMark } from "./memory.js";
import { isOther, url } from "./site.js";
import { t } from "./strings.js";

const SKIP = ".headerlink, script, style, template, .md-content__button";
/** Room for the header. */
const EDGE = 96;
/** @type {HTMLElement[]} */
let marks = [];

/** The way back from a citation. */
export const bar = h("div", {
  className: "bar",
  hidden: true,
  dir: t.dir,
  role: "region",
  ariaLabel: t.back,
});

const SEEN = /[^\s\u00ad\u200b\ufeff]/g;
/** @param {string} text */
export const bare = (text) => (text.match(SEEN) ?? []).join("");
const main = () =>
  /** @type {HTMLElement | null} */ (
    document.querySelector(".md-content article, article, main")
  ) ?? document.body;

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
    if (node.parentElement?.closest(SKIP)) continue;
    for (const { 0: character, index } of node.textContent?.matchAll(SEEN) ?? []) {
      text += character;
      places.push([/** @type {Text} */ (node), index]);
    }
  }
  return { text, places };
};

/** The path of the page in place: while another is on its way, the address is that one's. */
let placed = location.pathname;

/** False where the page in place, to which the citation leads, is of its version and lacks its words. */
export const isOnPage = (
  /** @type {Citation} */ { quote, location },
  /** @type {string} */ index,
) => {
  if (isOther(index) || url(location).pathname !== placed) return true;
  const { text } = characters(main());
  return quote.split("\n").every((line) => text.includes(bare(line)));
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
  let reached = 0;
  return quote
    .split("\n")
    .map(bare)
    .filter(Boolean)
    .flatMap((line) => {
      const at = find(line, next);
      if (at < 0) return [];
      next = at + line.length;
      return [/** @type {[number, number]} */ ([at, next])];
    })
    .sort(([a], [b]) => a - b)
    .filter(([start, end]) => start >= reached && (reached = end));
};

/** Opens the details and the tabs that hide an element. */
const reveal = (/** @type {Element} */ element) => {
  for (let at = /** @type {any} */ (element); at; at = at.parentElement) {
    if (at.matches("details")) at.open = true;
    if (!at.matches(".tabbed-block")) continue;
    const n = [...at.parentElement.children].indexOf(at);
    at.closest(".tabbed-set").querySelectorAll(":scope > input")[n].click();
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
  const { text, places } = characters(main());
  const heading = anchor ? document.getElementById(anchor) : null;
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
      const piece = new Range();
      piece.setStart(node, begin);
      piece.setEnd(node, last === end - 1 ? stop + 1 : node.length);
      const it = h("mark", { className: "chat-mark" });
      piece.surroundContents(it);
      marks.unshift(it);
      last = first - 1;
    }
  const target = marks[0] ?? heading;
  if (!target) return null;
  reveal(target);
  target.tabIndex = -1;
  const show = () => {
    if (!target.isConnected) return;
    target.scrollIntoView({ block: marks.length ? "nearest" : "start" });
    // All of a quotation stands between the header and the bar; a long one begins at the header.
    const { top } = target.getBoundingClientRect();
    const bottom = marks.at(-1)?.getBoundingClientRect().bottom;
    if (bottom) scrollBy(0, top - Math.max(EDGE, (innerHeight - bottom + top) / 2));
    target.focus({ preventScroll: true });
  };
  show();
  // Material scrolls to the anchor itself once the page has been put in place.
  setTimeout(show, 120);
  return marks[0] ?? null;
};

const leave = () => {
  unmark();
  rememberMark();
  bar.hidden = true;
};

/** Marks what the reader came for, if this is the page, and offers the way back. */
export const land = () => {
  const there = new URL(location.href);
  const { pathname: path, hash, searchParams: query } = there;
  const quote = query.get("cite");
  placed = path;
  if (quote !== null) {
    rememberMark({ path, anchor: hash.slice(1), quote, turn: 0 });
    query.delete("cite");
    history.replaceState(history.state, "", there);
  }
  const record = recallMark();
  if (record?.path !== path) return leave();
  const { turn, anchor } = record;
  const found = mark(attempt(() => decodeURIComponent(anchor)) ?? anchor, record.quote);
  const back = () => {
    leave();
    if (turn === null) history.back();
    else deeds.back(turn);
  };
  const drop = () => {
    const place = found?.parentElement ?? main();
    leave();
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  };
  bar.replaceChildren(
    record.quote && !found ? h("span", {}, t.moved) : "",
    // A link from elsewhere has no answer to go back to.
    turn === 0 ? "" : button(t.back, back, { className: "solid" }),
    iconButton("close", t.drop, drop),
  );
  bar.hidden = false;
  if (found && turn) say(t.marked);
  const escape = turn === 0 ? drop : back;
  found?.addEventListener("keydown", (event) => event.key === "Escape" && escape());
};
