import { t } from "./strings.js";

/** The site's root: this file is published at assets/chat/ below it. */
const root = new URL("../../", import.meta.url);
/** @type {Config} */
export const config = {};

/** @param {string} name */
export const meta = (name) =>
  document.querySelector(`meta[name="chat:${name}"]`)?.getAttribute("content") ?? "";

/** @param {string} path */
export const api = (path) => {
  const endpoint = config.endpoint ?? meta("endpoint");
  return new URL(path, endpoint ? new URL(`${endpoint.replace(/\/?$/, "/")}`, root) : root).href;
};

/** @param {string} location */
export const url = (location) => new URL(location, root);

/** Whether a location is a page of this site. Throws where it is no address at all. */
export const isOurs = (/** @type {string} */ location) => url(location).href.startsWith(root.href);

/** Where the reader is, as the index names it. */
export const here = () => (isOurs(location.href) ? location.pathname.slice(root.pathname.length) : "");

const text = (/** @type {Element} */ heading) => (heading.firstChild?.textContent ?? "").trim();
const headings = () => [...document.querySelectorAll(".md-content :is(h2, h3)[id]")];

/** The reader's page first, the site's own questions otherwise. */
export const questions = () => {
  /** @type {unknown} */
  let listed = config.questions;
  try {
    listed ??= JSON.parse(meta("questions") || "[]");
  } catch {
    listed = [];
  }
  const asked = headings()
    .map(text)
    .filter((it) => /[?؟]$/.test(it));
  const found = [...(Array.isArray(listed) ? listed : []), ...asked, ...t.questions];
  return [...new Set(found.map(String))].slice(0, 3);
};

/** Headings beside the cited one, where its page is the one being read. @param {Reply} [reply] */
export const neighbours = (reply) => {
  const [page, anchor] = (reply?.citations[0]?.location ?? "").split("#");
  if (reply?.kind !== "answer") return [];
  const given = reply.suggestions.map(({ title }) => title);
  if (given.length || page !== here()) return given.slice(0, 3);
  const all = headings();
  const at = all.findIndex(({ id }) => id === anchor);
  return all.filter((_, n) => at >= 0 && Math.abs(n - at) === 1).map(text);
};

/**
 * The link to a quotation for other programs: section anchor and text fragment, as the service
 * makes it (chatbot/service/marking.py). It never runs across the end of a line.
 * @param {Citation} citation
 */
export const fragment = ({ location, quote }) => {
  const all = quote.trim().split(/\s*\n\s*/).map((line) => line.split(/\s+/));
  const long = all.filter((words) => words.length > 2);
  const lines = long[0] ? long : all;
  const [first = [], last = first] = [lines[0], lines.at(-1)];
  // A number before a footnote's sign is, to the browser, no whole word: "2025.[3]".
  const end = last.slice(0, last.findLastIndex((word) => !/\d/.test(word)) + 1 || undefined);
  const part = (/** @type {string[]} */ some) =>
    encodeURIComponent(some.join(" ")).replace(/-/g, "%2D");
  const text = lines[1] || first.length > 12
    ? `${part(first.slice(0, 8))},${part(end.slice(-4))}`
    : part(end);
  const link = url(location).href;
  return `${link}${link.includes("#") ? "" : "#"}:~:text=${text}`;
};
