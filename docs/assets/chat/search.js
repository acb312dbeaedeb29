// The row *Ask: "…"* in the theme's search, and the way from an answer to that search.
import { h, isElsewhere } from "./dom.js";
import { deeds, host } from "./host.js";
import { url } from "./site.js";
import { fill, t } from "./strings.js";

const ASKS = new RegExp(`[?؟]|^(${t.asks})(?!\\p{L})`, "iu");

/** Material draws its search in the page, Zensical in an open shadow root. */
const searchField = () =>
  /** @type {HTMLInputElement | undefined} */ (
    document.querySelector("[data-md-component=search-query]") ??
      [...document.body.children]
        .map((it) => it.localName !== "faq-chat" && it.shadowRoot?.querySelector("input"))
        .find(Boolean)
  );

/** Opens or closes the search of Material's classic header. @param {boolean} open */
const toggleSearch = (open) => {
  const toggle = document.querySelector("#__search");
  if (toggle instanceof HTMLInputElement && toggle.checked !== open) toggle.click();
};

let watching = false;
export const watch = () => {
  if (watching) return;
  watching = true;
  const typed = searchField();
  if (typed?.value) row(typed);
  addEventListener("input", (event) => {
    const [input] = event.composedPath();
    const isSearch = input instanceof HTMLInputElement && input === searchField();
    if (isSearch && host.isConnected) row(input);
  });
};

/** @type {HTMLElement | undefined} */
let link;
export const unrow = () => link?.remove();

/** @param {HTMLInputElement} input */
const row = (input) => {
  const root = /** @type {Document | ShadowRoot} */ (input.getRootNode());
  const place =
    root.querySelector("[data-md-component=search-result]") ?? input.closest("form, div");
  unrow();
  const x = input.value.trim();
  if (!place || (!ASKS.test(x) && x.split(/\s+/).length < 4)) return;
  link = h(
    "a",
    {
      href: url(`?ask=${encodeURIComponent(x)}`).href,
      className: "chat-row md-search-result__link",
      onclick: (/** @type {MouseEvent} */ event) => {
        if (isElsewhere(event)) return;
        event.preventDefault();
        event.stopPropagation();
        toggleSearch(false);
        const escape = { key: "Escape", bubbles: true, composed: true };
        input.dispatchEvent(new KeyboardEvent("keydown", escape));
        input.blur();
        deeds.ask(x);
      },
    },
    // The theme's Enter key reads a score from the first child of every link.
    h("span", { "data-md-score": "-1" }, fill(t.row, x)),
  );
  link.style.cssText = "display:block;padding:.6rem .8rem;font-size:.7rem;font-weight:700";
  if (place.matches("[data-md-component]")) place.prepend(link);
  else place.after(link);
};

/** @param {string} text */
export const searchFor = (text) => {
  deeds.close();
  const opener = document.querySelector("button.md-search__button");
  if (opener instanceof HTMLElement) opener.click();
  else toggleSearch(true);
  setTimeout(() => {
    const input = searchField();
    if (!input) return;
    input.focus();
    input.value = text;
    for (const type of ["input", "keyup"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  }, 200);
};
