import { h, icon, iconButton, isTouch, plain } from "./dom.js";
import { fill, t, tongue } from "./strings.js";

export const MAX_CHARS = 500;
const COUNT_FROM = 400;

/**
 * The form at the panel's foot.
 * @param {{ send(question: string): void, stop(): void, last(): string }} deeds
 */
export const composer = ({ send, stop, last }) => {
  const input = h("textarea", { id: "q", rows: 1, dir: "auto", placeholder: t.ask });
  const counter = h("span", { className: "count" });
  const note = h("p", { className: "note", role: "status" });
  const chip = h("div", { className: "chip" });
  const go = iconButton("send", t.send, () => {}, { type: "submit", className: "icon go" });
  let busy = false;

  const grow = () => {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
    const n = input.value.trim().length;
    counter.textContent = n < COUNT_FROM ? "" : fill(t.left, { n });
    counter.classList.toggle("over", n > MAX_CHARS);
    go.toggleAttribute("data-ready", busy || n > 0);
  };
  const it = {
    input,
    /** @param {string} text @param {boolean} [ready] Whether to ask for one press. */
    fill(text, ready) {
      input.value = text;
      it.note(ready ? t.press : "");
      grow();
    },
    /** Empties the box if this is what it holds: another draft stays. @param {string} question */
    sent(question) {
      if (input.value.trim() === question) it.fill("");
    },
    /** Takes the focus where its place is gone; on a touch screen without a keyboard coming up. */
    settle() {
      (isTouch() ? go : input).focus();
    },
    /** @param {string} text @param {string} [label] @param {() => void} [deed] */
    note(text, label, deed) {
      const undo = () => {
        it.note("");
        it.settle();
        deed?.();
      };
      note.replaceChildren(text, label ? plain(label, undo) : "");
    },
    /** @param {boolean} now */
    busy(now) {
      busy = now;
      const name = now ? t.stop : t.send;
      go.replaceChildren(icon(now ? "stop" : "send"));
      go.title = go.ariaLabel = name;
      input.placeholder = now ? t.answering : t.another;
      grow();
    },
    /** @param {string | undefined} text @param {() => void} drop */
    chip(text, drop) {
      const remove = () => {
        drop();
        it.settle();
      };
      chip.replaceChildren();
      if (!text) return;
      const close = iconButton("close", `${t.drop}: ${text}`, remove);
      chip.append(h("span", tongue(text), text), close);
    },
    form: h(
      "form",
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          if (busy && !input.value.trim()) stop();
          else send(input.value);
        },
      },
      note,
      chip,
      h("label", { htmlFor: "q", className: "sr" }, t.label),
      h("div", { className: "box" }, input, counter, go),
    ),
  };
  go.onclick = (event) => {
    if (!busy) return;
    event.preventDefault();
    stop();
  };
  input.oninput = () => {
    grow();
    it.note("");
  };
  input.onkeydown = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send(input.value);
    } else if (event.key === "ArrowUp" && !input.value) {
      event.preventDefault();
      it.fill(last());
    }
  };
  return it;
};
