import { button } from "./dom.js";
import { t } from "./strings.js";

/**
 * "Ask about this", above the selected text until it is pressed or the selection changes.
 * @param {(text: string) => void} deed
 */
export const offer = (deed) => {
  const selection = getSelection();
  const text = `${selection}`.trim();
  const box = selection?.rangeCount ? selection.getRangeAt(0).getBoundingClientRect() : null;
  if (!box || !text) return;
  document.querySelector(".faq-chat-select")?.remove();
  const it = button(t.select, () => deed(text), {
    className: "faq-chat-select md-button md-button--primary",
    onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
  });
  it.style.left = `${Math.max(8, scrollX + box.left)}px`;
  it.style.top = `${Math.max(8, scrollY + box.top - 44)}px`;
  document.body.append(it);
  const gone = () => {
    if (`${getSelection()}`.trim() === text) return;
    it.remove();
    document.removeEventListener("selectionchange", gone);
  };
  document.addEventListener("selectionchange", gone);
  it.addEventListener("click", () => it.remove());
};
