import { vote } from "./api.js";
import { h } from "./dom.js";
import { mask } from "./mask.js";
import { t } from "./strings.js";

/**
 * What was wrong with an answer. A failed send keeps the form.
 * @param {Turn} turn
 * @param {() => void} done
 */
export const form = (turn, done) => {
  const status = h("p", { role: "alert", className: "meta" });
  const box = (/** @type {string} */ name, /** @type {string} */ label) =>
    h("label", {}, h("input", { type: "checkbox", name, value: label }), label);
  const reasons = Object.entries(t.reasons).map(([name, label]) => box(name, label));
  const note = h("textarea", { maxLength: 1000, rows: 2, dir: "auto", "aria-label": t.note });
  note.placeholder = t.note;
  const share = box("share", t.share);
  const it = h(
    "form",
    {
      className: "feedback",
      onsubmit: async (/** @type {Event} */ event) => {
        event.preventDefault();
        const chosen = new FormData(it);
        const agreed = chosen.has("share");
        const sent = await vote(turn, "down", {
          reasons: Object.keys(t.reasons).filter((name) => chosen.has(name)),
          note: mask(note.value.trim()).text,
          question: agreed ? turn.question : null,
        });
        if (sent) done();
        else status.textContent = t.unsent;
      },
    },
    h("fieldset", {}, h("legend", {}, t.why), ...reasons),
    note,
    share,
    h("button", { className: "solid" }, t.sendNote),
    status,
  );
  return it;
};
