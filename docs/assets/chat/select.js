import { button } from "./dom.js";
import { deeds } from "./host.js";
import { t } from "./strings.js";

/** @type {HTMLElement | undefined} */
let offered;
export const withdraw = () => offered?.remove();

/** "Ask about this", above the selected text until it is pressed or the selection changes. */
export const offer = () => {
  const selection = getSelection();
  const text = `${selection}`.trim();
  const box = text && selection?.getRangeAt(0).getBoundingClientRect();
  if (!box) return;
  withdraw();
  offered = button(t.select, () => {
    withdraw();
    deeds.open(null, text);
  }, {
    className: "faq-chat-select",
    onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
  });
  const top = scrollY + box.top - 44;
  offered.style.cssText = `left:max(8px,${scrollX + box.left}px);top:max(8px,${top}px)`;
  document.body.append(offered);
  document.addEventListener("selectionchange", withdraw, { once: true });
};
