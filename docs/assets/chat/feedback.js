// Votes, what was wrong with an answer, and questions that the guide should answer.
import { post } from "./api.js";
import { h } from "./dom.js";
import { t } from "./strings.js";

/**
 * Sends a vote, and says so where it does not arrive.
 * @type {(turn: Turn, deeds: Deeds, more?: Partial<Feedback>) => Promise<boolean>}
 */
const send = async (turn, deeds, more) => {
  const { index_id = "", citations: [cited] = [] } = turn.reply ?? {};
  // Nothing where the page came over plain HTTP.
  turn.vote_id ??= crypto.randomUUID?.();
  const plain = { reasons: [], note: "", question: null, location: cited?.location ?? "" };
  const body = { id: turn.vote_id, vote: "down", ...plain, index_id, share_question: !!more?.question, ...more };
  const response = await post("api/feedback", body).catch(() => null);
  if (response?.ok) return true;
  // The service takes no feedback: neither will the panel.
  if (response?.status === 404) deeds.mute();
  deeds.say(response?.status === 404 ? t.off : t.unsent);
  return false;
};

/**
 * What was wrong with an answer. A failed send keeps the form.
 * @type {(turn: Turn, deeds: Deeds, done: () => void) => HTMLFormElement}
 */
const voteForm = (turn, deeds, done) => {
  const status = h("p", { role: "alert", className: "meta" });
  const box = (/** @type {string} */ name, /** @type {string} */ label) =>
    h("label", {}, h("input", { type: "checkbox", name, value: label }), label);
  const reasons = Object.entries(t.reasons).map(([name, label]) => box(name, label));
  const note = h("textarea", {
    maxLength: 1000,
    rows: 2,
    dir: "auto",
    placeholder: t.note,
    "aria-label": t.note,
  });
  let sending = false;
  const it = h(
    "form",
    {
      className: "feedback",
      onsubmit: async (/** @type {Event} */ event) => {
        event.preventDefault();
        if (sending) return;
        sending = true;
        const chosen = new FormData(it);
        const more = await import("./more.js").catch(() => null);
        const sent =
          more &&
          (await send(turn, deeds, {
            reasons: Object.keys(t.reasons).filter((name) => chosen.has(name)),
            note: more.mask(note.value.trim()).text,
            question: chosen.has("share") ? turn.question : null,
          }));
        sending = false;
        if (sent) done();
        else status.textContent = t.kept;
      },
    },
    h("fieldset", {}, h("legend", {}, t.why), ...reasons),
    note,
    box("share", t.share),
    h("button", { className: "solid" }, t.sendNote),
    status,
  );
  return it;
};

/**
 * A thumb is pressed: up sends the vote, down opens and closes the form. A vote is sent once.
 * @param {Feedback["vote"]} vote
 * @param {HTMLElement} row  The two thumbs and the place for the form.
 * @param {Turn} turn
 * @param {Deeds} deeds
 */
export const press = async (vote, row, turn, deeds) => {
  const [up, down] = row.querySelectorAll("button");
  const place = /** @type {HTMLElement} */ (row.lastChild);
  const show = () => {
    for (const [it, name] of /** @type {const} */ ([[up, "up"], [down, "down"]]))
      if (it) it.ariaPressed = `${turn.vote === name}`;
    if (down) down.ariaExpanded = `${!!place.firstChild}`;
  };
  const done = () => {
    turn.vote = vote;
    if (place.firstChild) (vote === "up" ? up : down)?.focus();
    place.replaceChildren();
    show();
    deeds.say(t.thanks);
    deeds.save();
    deeds.emit("feedback", { vote, location: turn.reply?.citations[0]?.location });
  };
  if (turn.vote === vote) return;
  if (vote === "down") {
    if (place.firstChild) place.replaceChildren();
    else place.append(voteForm(turn, deeds, done));
    show();
    return place.querySelector("input")?.focus();
  }
  const before = turn.vote;
  turn.vote = vote;
  if (await send(turn, deeds, { vote })) return done();
  turn.vote = before;
};

/** @param {Turn} turn @param {Deeds} deeds */
export const suggest = async (turn, deeds) => {
  turn.suggested ||= await send(turn, deeds, { reasons: ["not_found"], question: turn.question });
  if (turn.suggested) deeds.say(t.suggested);
};
