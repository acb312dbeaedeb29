// What answers and abstentions are made of.
import { h, isElsewhere } from "./dom.js";
import { deeds } from "./host.js";
import { url } from "./site.js";
import { tongue } from "./strings.js";

export const note = (/** @type {string} */ text) =>
  h("p", { className: "meta", dir: "auto" }, text);

/** The address of a section, of its quoted words where they are known. */
export const landing = (/** @type {ChatLink & Partial<Citation>} */ link) =>
  url(link.landing ?? link.location).href;

/**
 * A link to a section; with a number it is a citation.
 * @param {ChatLink & Partial<Citation>} link
 * @param {Turn} turn
 * @param {number} [n]
 * @param {string} [text]
 */
export const linked = (link, turn, n, text) => {
  const path = link.breadcrumb.join(" › ");
  return h(
    "a",
    {
      ...tongue(text ?? path),
      href: landing(link),
      className: n ? "cite" : "plain",
      ariaLabel: n ? [n, ...link.breadcrumb].join(", ") : null,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (isElsewhere(event)) return;
        event.preventDefault();
        deeds.follow(link, turn);
      },
    },
    n && h("sup", {}, `${n}`),
    text ?? path,
  );
};
