import { sendFeedback } from "./api.js";
import { button, h, iconButton } from "./dom.js";
import { mask } from "./mask.js";
import { t } from "./strings.js";

/** @type {(turn: Turn, vote: "up" | "down", more?: Partial<Feedback>) => Promise<boolean>} */
const send = (turn, vote, more) =>
  sendFeedback({
    vote,
    reasons: [],
    note: "",
    question: null,
    share_question: !!more?.question,
    index_id: turn.reply?.index_id ?? "",
    location: turn.reply?.citations[0]?.location ?? "",
    ...more,
  });

/** @type {(turn: Turn, deeds: Deeds, done: () => void) => HTMLFormElement} */
const form = (turn, deeds, done) => {
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

export const feedback = {
  /** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
  view(turn, deeds) {
    const place = h("div", {});
    const thumbs = /** @type {const} */ (["up", "down"]).map((vote) =>
      iconButton("thumb", vote === "up" ? t.yes : t.no, () => choose(vote), {
        className: `icon ${vote}`,
      }),
    );
    const show = () =>
      thumbs.forEach((it, n) => it.setAttribute("aria-pressed", `${turn.vote === ["up", "down"][n]}`));
    const done = (/** @type {"up" | "down"} */ vote) => {
      turn.vote = vote;
      show();
      place.replaceChildren();
      deeds.say(t.thanks);
      deeds.save();
      deeds.emit("feedback", { vote, location: turn.reply?.citations[0]?.location ?? "" });
    };
    const choose = async (/** @type {"up" | "down"} */ vote) => {
      if (vote === "down") {
        if (place.firstChild) place.replaceChildren();
        else place.append(form(turn, deeds, () => done("down")));
        place.querySelector("input")?.focus();
      } else if (await send(turn, "up")) done("up");
      else deeds.say(t.unsent);
    };
    show();
    return h("div", { className: "helpful" }, h("span", {}, t.helpful), ...thumbs, place);
  },
  /** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
  suggest: (turn, deeds) =>
    button(
      t.suggest,
      async () => {
        const sent = await send(turn, "down", { reasons: ["not_found"], question: turn.question });
        deeds.say(sent ? t.suggested : t.unsent);
      },
      { className: "plain" },
    ),
};
