import { attempt } from "./dom.js";
import { t } from "./strings.js";

/** The site's root: this file is published at assets/chat/ below it. */
const root = new URL("../../", import.meta.url);
/** @type {Config} */
export const config = {};

/** @param {string} name */
export const meta = (name) =>
  document.querySelector(`meta[name="chat:${name}"]`)?.getAttribute("content") ?? "";

/** @param {string} location */
export const url = (location) => new URL(location, root);

/** @param {string} path */
export const api = (path) => {
  const endpoint = config.endpoint ?? meta("endpoint");
  return new URL(path, url(endpoint.replace(/[^/]$/, "$&/"))).href;
};

/** Whether an answer comes from an index other than the one that the page was published with. */
export const isOther = (/** @type {string} */ index) => {
  const published = meta("index");
  return !!index && !!published && index !== published;
};

/** Whether a location is a page of this site. Throws where it is no address at all. */
export const isOurs = (/** @type {string} */ location) => url(location).href.startsWith(root.href);

/** Where the reader is, as the index names it. */
export const here = () => (isOurs(location.href) ? location.pathname.slice(root.pathname.length) : "");


/** The reader's page first, the site's own questions otherwise. */
export const questions = () => {
  const listed = config.questions ?? attempt(() => JSON.parse(meta("questions")));
  const asked = [...document.querySelectorAll(".md-content :is(h2, h3)[id]")]
    .map((heading) => (heading.firstChild?.textContent ?? "").trim())
    .filter((it) => /[?؟]$/.test(it));
  const found = [...(Array.isArray(listed) ? listed : []), ...asked, ...t.questions];
  return [...new Set(found.map(String))].slice(0, 3);
};

