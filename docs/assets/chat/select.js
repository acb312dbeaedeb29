import { button } from "./dom.js";
import { more } from "./strings.more.js";

/**
 * "Ask about this", above the selected text until it is pressed or the selection changes.
 * @param {() => Promise<import("./panel.js").FaqChat>} chat
 */
export const offer = (chat) => {
  const selection = getSelection();
  const text = `${selection}`.trim();
  const box = selection?.rangeCount ? selection.getRangeAt(0).getBoundingClientRect() : null;
  if (!box || !text) return;
  document.querySelector(".faq-chat-select")?.remove();
  const it = button(more.select, () => chat().then((panel) => panel.open(null, text)), {
    className: "faq-chat-select md-button md-button--primary",
    onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
  });
  Object.assign(it.style, {
    position: "absolute",
    zIndex: "3",
    left: `${Math.max(8, scrollX + box.left)}px`,
    top: `${Math.max(8, scrollY + box.top - 44)}px`,
    padding: "4px 12px",
    fontSize: "14px",
  });
  document.body.append(it);
  const gone = () => {
    if (`${getSelection()}`.trim() === text) return;
    it.remove();
    document.removeEventListener("selectionchange", gone);
  };
  document.addEventListener("selectionchange", gone);
  it.addEventListener("click", () => it.remove());
};
