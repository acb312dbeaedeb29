// What all parts of the panel share: its element, what it says, and what the conversation can do.
import { h } from "./dom.js";

/** Its shadow root holds the panel; it stands where instant navigation leaves it alone. */
export const host = document.createElement("faq-chat");
export const shadow = host.attachShadow({ mode: "open" });

/** What others draw buttons for; `talk.js` and `panel.js` say how. */
export const deeds = /** @type {Deeds} */ ({});

/** The one line that announces. */
export const status = h("p", { className: "status", role: "status" });

export const say = (/** @type {string} */ text) => {
  status.textContent = text;
};

/** @param {string} name @param {object} detail  Ids and states, never what was asked. */
export const emit = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`ask:${name}`, { detail }));
