// Form controls, pictures and the reading of stored values: nothing that knows a tool.
import { h } from "../chat/dom.js";
import { Problem } from "./link.js";

const SVG = "http://www.w3.org/2000/svg";
/** Measuring every field costs a layout each; the style sheet does it where the browser can. */
const GROWS_BY_STYLE = CSS.supports("field-sizing", "content");

/**
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} children
 */
export const svg = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
  element.append(...children);
  return element;
};

/** A control with its label and, below it, a hint. */
/** @type {(label: string, control: HTMLElement, hint?: string) => HTMLElement} */
export const field = (label, control, hint) => {
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h(
    "div",
    { className: "tool-field" },
    h("label", { htmlFor: control.id, textContent: label }),
    control,
    hint && h("p", { id: `${control.id}-hint`, className: "tool-hint", textContent: hint }),
  );
};

/**
 * @param {string} id
 * @param {readonly (readonly [string, string])[]} options
 * @param {string} value
 * @param {(value: string) => void} onchange
 */
export const choice = (id, options, value, onchange) => {
  const it = h("select", { id });
  it.append(...options.map(([name, label]) => h("option", { value: name, textContent: label })));
  it.value = value;
  it.onchange = () => onchange(it.value);
  return it;
};

/**
 * @param {string} id
 * @param {string} value
 * @param {(value: string) => void} oninput
 * @param {Record<string, any>} [props]
 */
export const line = (id, value, oninput, props = {}) => {
  const it = h("input", { id, type: "text", autocomplete: "off", ...props, value });
  it.oninput = () => oninput(it.value);
  return it;
};

/**
 * A field of several lines that grows with its text, so that print shows all of it.
 * @param {string} id
 * @param {string} value
 * @param {(value: string) => void} oninput
 * @param {Record<string, any>} [props]
 */
export const area = (id, value, oninput, props = {}) => {
  const it = h("textarea", { id, rows: 2, ...props, value });
  const grow = () => {
    if (GROWS_BY_STYLE) return;
    it.style.height = "auto";
    if (it.scrollHeight) it.style.height = `${it.scrollHeight + 2}px`;
  };
  it.oninput = () => {
    grow();
    oninput(it.value);
  };
  requestAnimationFrame(grow);
  return it;
};

/** @type {(id: string, label: string, checked: boolean, onchange: (on: boolean) => void) => HTMLElement} */
export const tick = (id, label, checked, onchange) => {
  const box = h("input", { id, type: "checkbox", checked });
  box.onchange = () => onchange(box.checked);
  return h("label", { className: "tool-tick", htmlFor: id }, box, ` ${label}`);
};

/**
 * A table that scrolls sideways on a narrow screen, by keyboard too.
 * @param {string} caption
 * @param {(string | Node)[]} head
 * @param {(string | Node)[][]} rows  The first cell of each names its row.
 */
export const table = (caption, head, rows) => {
  const top = h("tr", {}, ...head.map((cell) => h("th", { scope: "col" }, cell)));
  const lines = rows.map(([name = "", ...cells]) =>
    h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((cell) => h("td", {}, cell))),
  );
  const it = h("table", {}, h("caption", { textContent: caption }));
  it.append(h("thead", {}, top), h("tbody", {}, ...lines));
  return h("div", { className: "tool-scroll", tabIndex: 0, role: "region", "aria-label": caption }, it);
};

/** @type {(value: any, name: string) => Record<string, any>} */
export const readObject = (value, name) => {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new Problem(`'${name}' is missing or has another form.`);
  return value;
};

/** @type {(value: any, name: string, maxItems: number) => any[]} */
export const readList = (value, name, maxItems) => {
  if (!Array.isArray(value)) throw new Problem(`'${name}' is not a list.`);
  if (value.length > maxItems) throw new Problem(`'${name}' has more than ${maxItems} entries.`);
  return value;
};

/** @type {(value: any, name: string, maxChars: number) => string} */
export const readText = (value, name, maxChars) => {
  if (typeof value !== "string") throw new Problem(`'${name}' is not text.`);
  if (value.length > maxChars)
    throw new Problem(`'${name}' is longer than ${maxChars} characters.`);
  return value;
};

/**
 * @template {string} K
 * @param {any} value
 * @param {string} name
 * @param {readonly K[]} allowed
 * @returns {K}
 */
export const readOne = (value, name, allowed) => {
  const found = allowed.find((it) => it === value);
  if (found === undefined)
    throw new Problem(`'${name}' is '${value}'; expected one of: ${allowed.join(", ")}.`);
  return found;
};

/** @type {(value: any, name: string, low: number, high: number) => number} */
export const readNumber = (value, name, low, high) => {
  if (typeof value !== "number" || !(value >= low && value <= high))
    throw new Problem(`'${name}' is '${value}'; expected a number from ${low} to ${high}.`);
  return value;
};
