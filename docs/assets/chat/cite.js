// Finds a quotation on the page and marks it, across inline markup, table cells and blocks.
import { button, h, iconButton } from "./dom.js";
import { recallMark, rememberMark } from "./memory.js";
import { meta } from "./site.js";
import { t } from "./strings.js";

const SKIP = ".headerlink, script, style, template, .md-content__button";
/** Room for the header. */
const EDGE = 96;
/** @type {HTMLElement[]} */
let marks = [];

const BLANK = /[\s\u00ad\u200b\ufeff]/g;
/** @param {string} text */
const bare = (text) => text.replace(BLANK, "");
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
    if (!(node instanceof Text) || node.parentElement?.closest(SKIP)) continue;
    for (let n = 0; n < node.data.length; n++) {
      const character = node.data.charAt(n);
      if (!bare(character)) continue;
      text += character;
      places.push([node, n]);
    }
  }
  return { text, places };
};

/** False where this page, to which the citation leads, is of its version and lacks its words. */
export const isOnPage = (
  /** @type {Citation} */ { quote },
  /** @type {string} */ index,
) => {
  if (![index, ""].includes(meta("index"))) return true;
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
      /** @type {NodeListOf<HTMLElement> | undefined} */
      const inputs = at.closest(".tabbed-set")?.querySelectorAll(":scope > input");
      inputs?.[n]?.click();
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

/** @param {string} text */
const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** @param {Landing} panel */
const leave = ({ bar }) => {
  unmark();
  rememberMark(null);
  bar.hidden = true;
};

/**
 * Marks what the reader came for, if this is the page, and offers the way back.
 * @param {Landing} panel
 */
export const land = (panel) => {
  const { bar } = panel;
  const there = new URL(location.href);
  const { pathname: path, hash, searchParams: query } = there;
  const quote = query.get("cite");
  if (quote !== null) {
    rememberMark({ path, anchor: hash.slice(1), quote, turn: 0 });
    query.delete("cite");
    history.replaceState(history.state, "", there);
  }
  const record = recallMark();
  if (record?.path !== path) return leave(panel);
  const { turn } = record;
  const found = mark(decoded(record.anchor), record.quote);
  const back = () => {
    leave(panel);
    if (turn === null) history.back();
    else void panel.open().then(() => panel.focusTurn(turn));
  };
  const drop = () => {
    const place = found?.parentElement ?? main();
    leave(panel);
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
  if (found && turn) panel.say(t.marked);
  const escape = turn === 0 ? drop : back;
  found?.addEventListener("keydown", (event) => event.key === "Escape" && escape());
};
