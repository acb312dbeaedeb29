import { t } from "./strings.js";

/** The site's root: this file is published at assets/chat/ below it. */
const base = new URL("../../", import.meta.url);
/** @type {Config} */
export const config = {};

/** @param {string} name */
export const meta = (name) =>
  document.querySelector(`meta[name="chat:${name}"]`)?.getAttribute("content") ?? "";

/** @param {string} path */
export const api = (path) => {
  const endpoint = config.endpoint ?? meta("endpoint");
  return new URL(path, endpoint ? new URL(`${endpoint.replace(/\/?$/, "/")}`, base) : base).href;
};

/** @param {string} location */
export const url = (location) => new URL(location, base);

/** Where the reader is, as the index names it. */
export const here = () =>
  location.pathname.startsWith(base.pathname) ? location.pathname.slice(base.pathname.length) : "";

/** The reader's page first, the site's own questions otherwise. */
export const questions = () => {
  /** @type {unknown} */
  let listed = config.questions;
  try {
    listed ??= JSON.parse(meta("questions") || "[]");
  } catch {
    listed = [];
  }
  const headings = [...document.querySelectorAll(".md-content :is(h2, h3)")]
    .map((heading) => (heading.firstChild?.textContent ?? "").trim())
    .filter((text) => /[?؟]$/.test(text));
  const found = [...(Array.isArray(listed) ? listed : []), ...headings, ...t.questions];
  return [...new Set(found.map(String))].slice(0, 3);
};

/**
 * The link to a quotation for other programs: section anchor and text fragment.
 * @param {Citation} citation
 */
export const fragment = ({ location, quote }) => {
  const words = quote.split(/\s+/).filter(Boolean);
  const part = (/** @type {string[]} */ some) =>
    encodeURIComponent(some.join(" ")).replace(/-/g, "%2D");
  const text =
    words.length < 10 && !quote.includes("\n")
      ? part(words)
      : `${part(words.slice(0, 4))},${part(words.slice(-4))}`;
  const link = url(location).href;
  return words.length ? `${link}${link.includes("#") ? "" : "#"}:~:text=${text}` : link;
};
