// The form at the panel's foot.
import { h, icon, iconButton, isTouch, plain } from "./dom.js";
import { deeds } from "./host.js";
import { last } from "./memory.js";
import { t, tongue } from "./strings.js";

export const MAX_CHARS = 500;
const COUNT_FROM = 400;

export const input = h("textarea", { id: "q", rows: 1, dir: "auto" });
const counter = h("span", { className: "count", dir: "ltr" });
const advice = () => h("p", { className: "note", role: "status" });
const hint = advice();
/** What was hidden from a question, and what waits: typing leaves both alone. */
export const hid = advice();
export const next = advice();
const context = h("div", { className: "chip" });
/** Sends or stops: `busy` says which. */
const go = h("button", { className: "icon go" });
let isBusy = false;

const typed = () => input.value.trim();

const grow = () => {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
  const n = typed().length;
  counter.textContent = n < COUNT_FROM ? "" : `${n} / ${MAX_CHARS}`;
  counter.classList.toggle("over", n > MAX_CHARS);
  go.toggleAttribute("data-ready", isBusy || n > 0);
};

/** Puts a question into the box. @param {string} text @param {string} [word] A line above it. */
export const draft = (text, word = "") => {
  input.value = text;
  advise(word);
  grow();
};

/** Empties the box if this is what it holds: another draft stays. @param {string} question */
export const sent = (question) => draft(typed() === question ? "" : input.value);

/** Takes the focus where its place is gone; on a touch screen without a keyboard coming up. */
export const settle = () => (isTouch() ? go : input).focus();

/**
 * Says a line above the box.
 * @param {string} text
 * @param {string} [label] What undoes it.
 * @param {() => void} [deed]
 * @param {HTMLElement} [place]
 */
export const advise = (text, label, deed, place = hint) => {
  const undo = () => {
    place.replaceChildren();
    settle();
    deed?.();
  };
  place.replaceChildren(text, text && label ? plain(label, undo) : "");
};

/** @param {boolean} now */
export const busy = (now) => {
  isBusy = now;
  go.replaceChildren(icon(now ? "stop" : "send"));
  go.title = go.ariaLabel = now ? t.stop : t.send;
  input.placeholder = now ? t.answering : last() ? t.another : t.ask;
  grow();
};

/** What the next question is about. @param {string | undefined} text @param {() => void} drop */
export const about = (text, drop) => {
  const remove = () => {
    drop();
    settle();
  };
  context.replaceChildren();
  if (!text) return;
  const close = iconButton("close", `${t.drop}: ${text}`, remove);
  context.append(h("span", tongue(text), text), close);
};

input.oninput = () => {
  grow();
  advise("");
};
input.onkeydown = (/** @type {KeyboardEvent} */ event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    deeds.ask(input.value);
  } else if (event.key === "ArrowUp" && !input.value) {
    event.preventDefault();
    draft(last()?.question ?? "");
  }
};

export const form = h(
  "form",
  {
    onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      if (isBusy) deeds.stop();
      else deeds.ask(input.value);
    },
  },
  hint,
  hid,
  next,
  context,
  h("label", { htmlFor: "q", className: "sr" }, t.label),
  h("div", { className: "box" }, input, counter, go),
);
