import { button } from "./dom.js";
import { deeds } from "./host.js";
import { t } from "./strings.js";

/** "Ask about this", above the selected text until it is pressed or the selection changes. */
export const offer = () => {
  const selection = getSelection();
  const text = `${selection}`.trim();
  const box = selection?.rangeCount ? selection.getRangeAt(0).getBoundingClientRect() : null;
  if (!box || !text) return;
  const drop = () => it.remove();
  const it = button(t.select, () => {
    drop();
    deeds.open(null, text);
  }, {
    className: "faq-chat-select",
    onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
  });
  const top = scrollY + box.top - 44;
  it.style.cssText = `left:max(8px,${scrollX + box.left}px);top:max(8px,${top}px)`;
  document.body.append(it);
  document.addEventListener("selectionchange", drop, { once: true });
};
