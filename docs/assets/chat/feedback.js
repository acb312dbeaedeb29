// Votes, what was wrong with an answer, and questions that the guide should answer.
import { post } from "./api.js";
import { h } from "./dom.js";
import { mask } from "./mask.js";
import { more as t } from "./strings.more.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.feedback { display: grid; gap: 10px; padding: 14px; border-radius: 10px; background: var(--tint);
  color: var(--fg); }
.feedback fieldset { margin: 0; padding: 0; border: 0; }
.feedback legend { padding: 0; margin-bottom: 4px; font-size: .8em; color: var(--soft); }
.feedback label { display: flex; gap: 8px; padding: 3px 0; }
.feedback textarea { padding: 8px; border: 1px solid var(--soft); background: var(--bg); }`);

/** @type {(turn: Turn, vote: Feedback["vote"], more?: Partial<Feedback>) => Promise<boolean>} */
const send = ({ reply }, vote, more) => {
  const { index_id = "", citations: [cited] = [] } = reply ?? {};
  const location = cited?.location ?? "";
  const plain = { reasons: [], note: "", question: null, index_id, location };
  const body = { vote, ...plain, share_question: !!more?.question, ...more };
  return post("api/feedback", body).then(
    ({ ok }) => ok,
    () => false,
  );
};

/**
 * What was wrong with an answer. A failed send keeps the form.
 * @param {Turn} turn
 * @param {() => void} done
 */
const form = (turn, done) => {
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
        const sent = await send(turn, "down", {
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

/**
 * A thumb is pressed: up sends the vote, down opens and closes the form.
 * @param {Feedback["vote"]} vote
 * @param {HTMLElement} row  The two thumbs and the place for the form.
 * @param {Turn} turn
 * @param {Deeds} deeds
 */
export const press = async (vote, row, turn, deeds) => {
  const place = /** @type {HTMLElement} */ (row.lastChild);
  const done = () => {
    turn.vote = vote;
    place.replaceChildren();
    for (const it of row.querySelectorAll("button"))
      it.ariaPressed = `${it.classList.contains(vote)}`;
    deeds.say(t.thanks);
    deeds.save();
    deeds.emit("feedback", { vote, location: turn.reply?.citations[0]?.location });
  };
  if (vote === "up") return (await send(turn, vote)) ? done() : deeds.say(t.unsent);
  if (place.firstChild) return place.replaceChildren();
  const root = place.getRootNode();
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet))
    root.adoptedStyleSheets.push(sheet);
  place.append(form(turn, done));
  place.querySelector("input")?.focus();
};

/** @param {Turn} turn @param {Deeds} deeds */
export const suggest = async (turn, deeds) => {
  const sent = await send(turn, "down", { reasons: ["not_found"], question: turn.question });
  deeds.say(sent ? t.suggested : t.unsent);
};
