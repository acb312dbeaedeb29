// Votes, what was wrong with an answer, and questions that the guide should answer.
import { post } from "./api.js";
import { settle } from "./composer.js";
import { h, iconButton } from "./dom.js";
import { emit, host, shadow, say } from "./host.js";
import { mask } from "./mask.js";
import { memory, save } from "./memory.js";
import { t } from "./strings.js";

/** The service takes no feedback: nothing that sends some is offered in this tab. */
const mute = () => {
  memory.muted = true;
  save();
  host.classList.add("is-muted");
  if (shadow.activeElement?.checkVisibility() === false) settle();
};

/**
 * Sends a vote, and says so where it does not arrive.
 * @type {(turn: Turn, more: Partial<Feedback>) => Promise<boolean>}
 */
const send = async (turn, more) => {
  const { index_id = "", citations: [cited] = [] } = turn.reply ?? {};
  // Nothing where the page came over plain HTTP.
  turn.vote_id ??= crypto.randomUUID?.();
  const response = await post("api/feedback", {
    id: turn.vote_id,
    vote: "down",
    reasons: [],
    note: "",
    question: null,
    share_question: !!more.question,
    index_id,
    location: cited?.location ?? "",
    ...more,
  }).catch(() => null);
  if (response?.ok) return true;
  const isOff = response?.status === 404;
  if (isOff) mute();
  say(isOff ? t.off : t.unsent);
  return false;
};

/**
 * What was wrong with an answer. A failed send keeps the form.
 * @type {(turn: Turn, done: () => void) => HTMLFormElement}
 */
const voteForm = (turn, done) => {
  const box = (/** @type {string} */ name, /** @type {string} */ label) =>
    h("label", {}, h("input", { type: "checkbox", name }), label);
  const note = h("textarea", {
    maxLength: 1000,
    rows: 2,
    dir: "auto",
    placeholder: t.note,
    ariaLabel: t.note,
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
        const sent = await send(turn, {
          reasons: Object.keys(t.reasons).filter((name) => chosen.has(name)),
          note: mask(note.value.trim()).text,
          question: chosen.has("share") ? turn.question : null,
        });
        sending = false;
        if (sent) done();
      },
    },
    h(
      "fieldset",
      {},
      h("legend", {}, t.why),
      ...Object.entries(t.reasons).map(([name, label]) => box(name, label)),
    ),
    note,
    box("share", t.share),
    h("button", { className: "solid" }, t.sendNote),
  );
  return it;
};

/** Two thumbs: up sends the vote, down opens and closes the form. A vote is sent once. */
export const thumbs = (/** @type {Turn} */ turn) => {
  const place = h("div");
  const thumb = (/** @type {Feedback["vote"]} */ vote) =>
    iconButton("thumb", t[vote], () => press(vote), { className: `icon ${vote}` });
  const up = thumb("up");
  const down = thumb("down");
  const show = () => {
    up.ariaPressed = `${turn.vote === "up"}`;
    down.ariaPressed = `${turn.vote === "down"}`;
    down.ariaExpanded = `${!!place.firstChild}`;
  };
  const press = async (/** @type {Feedback["vote"]} */ vote) => {
    const before = turn.vote;
    const done = () => {
      turn.vote = vote;
      if (place.firstChild) (vote === "up" ? up : down).focus();
      place.replaceChildren();
      show();
      say(t.thanks);
      save();
      emit("feedback", { vote, location: turn.reply?.citations[0]?.location });
    };
    if (before === vote) return;
    if (vote === "down") {
      if (place.firstChild) place.replaceChildren();
      else place.append(voteForm(turn, done));
      show();
      return place.querySelector("input")?.focus();
    }
    turn.vote = vote;
    if (await send(turn, { vote })) done();
    else turn.vote = before;
  };
  show();
  return h("div", { className: "helpful" }, t.helpful, up, down, place);
};

/** @param {Turn} turn */
export const suggest = async (turn) => {
  turn.suggested ||= await send(turn, { reasons: ["not_found"], question: turn.question });
  if (turn.suggested) say(t.suggested);
  save();
};
