// What answers and abstentions are made of.
import { h, plain } from "./dom.js";
import { search } from "./search.js";
import { fragment, url } from "./site.js";
import { fill, t, tongue } from "./strings.js";

export const note = (/** @type {string} */ text) =>
  h("p", { className: "meta", dir: "auto" }, text);

/**
 * A link to a section; with a number it is a citation.
 * @param {Citation | ChatLink} link
 * @param {Turn} turn
 * @param {Deeds} deeds
 * @param {number} [n]
 * @param {string} [text]
 */
export const linked = (link, turn, deeds, n, text) => {
  const path = link.breadcrumb.join(" › ");
  return h(
    "a",
    {
      ...tongue(text ?? path),
      href: "quote" in link ? fragment(link) : url(link.location).href,
      className: n ? "cite" : "plain",
      "aria-label": n ? [n, ...link.breadcrumb].join(", ") : null,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        deeds.follow(link, turn);
      },
    },
    n && h("sup", {}, `${n}`),
    text ?? path,
  );
};

/** @param {string} question */
export const searchRow = (question) =>
  plain(fill(t.search, { x: question }), () => search(question));
