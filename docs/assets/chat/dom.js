/**
 * An element with properties (or attributes) and children. Strings become text, never markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props]
 * @param {(Child | 0)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export const h = (tag, props = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value == null) continue;
    if (name in element) /** @type {any} */ (element)[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flatMap((child) => child || []));
  return element;
};

const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  wide: "M4 12h16M8 8l-4 4 4 4M16 8l4 4-4 4",
  fresh: "M12 5v14M5 12h14",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M7 7h10v10H7z",
  thumb: "M7 10v11M15 6l-1 4h6l1 2-3 9H3V10h4l5-8 3 3z",
};

/** @param {keyof typeof PATHS} name */
export const icon = (name) =>
  new Range().createContextualFragment(
    `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`,
  );

/**
 * @param {string} label
 * @param {(event: MouseEvent) => void} onclick
 * @param {Record<string, any>} [props]
 */
export const button = (label, onclick, props = {}) =>
  h("button", { type: "button", textContent: label, onclick, ...props });

/** A button that looks like a link. @type {(label: string, onclick: () => void) => HTMLElement} */
export const plain = (label, onclick) => button(label, onclick, { className: "plain" });

/**
 * A button that shows an icon and is named in words.
 * @param {keyof typeof PATHS} name
 * @param {string} label
 * @param {(event: MouseEvent) => void} onclick
 * @param {Record<string, any>} [props]
 */
export const iconButton = (name, label, onclick, props) => {
  const it = button("", onclick, { title: label, ariaLabel: label, className: "icon", ...props });
  it.append(icon(name));
  return it;
};

/** What a deed gives, null where it fails. @type {(deed: () => any) => any} */
export const attempt = (deed) => {
  try {
    return deed();
  } catch {
    return null;
  }
};

/** Whether a click asks the browser for another tab or window. @param {MouseEvent} event */
export const isElsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

/** Whether focus in a field would bring up a keyboard. */
export const isTouch = () => matchMedia("(pointer: coarse)").matches;
