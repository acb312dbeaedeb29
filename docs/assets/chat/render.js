// How a question is shown with whatever came of it.
import { bare } from "./cite.js";
import { button, h, plain } from "./dom.js";
import { thumbs } from "./feedback.js";
import { deeds, say } from "./host.js";
import { landing, linked, note } from "./links.js";
import { api, isOther, url } from "./site.js";
import { fill, lang, t, tongue } from "./strings.js";
import { unanswered } from "./unanswered.js";

/** The quotation's lines, its key words marked. @param {Citation} citation */
const quoted = ({ quote, key }) => {
  const line = (/** @type {string} */ text) => {
    const at = key ? text.indexOf(key) : -1;
    if (!key || at < 0) return h("p", tongue(text), text);
    const rest = text.slice(at + key.length);
    return h("p", tongue(text), text.slice(0, at), h("mark", {}, key), rest);
  };
  return h("blockquote", {}, ...quote.split("\n").map(line));
};

/** @type {(label: string, text: string) => HTMLElement} */
const copier = (label, text) =>
  plain(label, async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(t.copied);
    } catch {
      say(t.blocked);
    }
  });

/** The citations whose words are the answer, and up to two that support it. @param {Reply} reply */
export const parted = ({ citations, text }) => {
  const inText = (/** @type {Citation} */ it, /** @type {number} */ n) =>
    !n || bare(text).includes(bare(it.quote));
  const also = citations.filter((it, n) => !inText(it, n)).slice(0, 2);
  return { shown: citations.filter(inText), also };
};

/** @type {(citation: Citation, index?: string | false) => Child} */
const dated = ({ updated }, index) => {
  const style = /** @type {const} */ ({ dateStyle: "medium", timeZone: "UTC" });
  const parts = [
    updated && fill(t.updated, new Date(updated).toLocaleDateString(lang, style)),
    index && fill(t.index, index.slice(0, 6)),
  ].filter(Boolean);
  return parts[0] && note(parts.join(" · "));
};

/** The address of this answer; of the question, where the copy gave it. @type {(turn: Turn, reply: Reply) => string} */
const permalink = ({ question: q, history, exact }, { from_copy }) =>
  from_copy
    ? url(`?${new URLSearchParams({ ask: q })}`).href
    : api(`answer?${new URLSearchParams([["q", q], ...history.map((earlier) => ["h", earlier])])}`) +
      (exact ? "&exact=1" : "");

/** @type {(reply: Reply, turn: Turn) => Child[]} */
const answer = (reply, turn) => {
  const { index_id: index, is_weak, is_advice } = reply;
  const { shown, also } = parted(reply);
  const source = shown.map((it) => `${it.quote}\n${landing(it)}`).join("\n\n");
  return [
    h("p", { className: "label" }, is_weak ? t.closest : t.answer),
    ...shown.flatMap((it, n) => [quoted(it), linked(it, turn, n + 1), dated(it, !n && index)]),
    isOther(index) && note(t.version),
    is_advice && note(t.advice),
    h(
      "div",
      { className: "row" },
      shown[0] && linked(shown[0], turn, 0, t.go),
      copier(t.copy, source),
      copier(t.link, permalink(turn, reply)),
    ),
    !!also[0] &&
      h(
        "div",
        { className: "also" },
        h("p", {}, t.also),
        ...also.flatMap((it, n) => [linked(it, turn, shown.length + n + 1), dated(it)]),
      ),
    !reply.from_copy && thumbs(turn),
  ];
};

/** @type {(reply: Reply, turn: Turn) => HTMLElement} */
const replyView = (reply, turn) => {
  const { kind, corrected_question: corrected, understood_as: understood } = reply;
  return h(
    "div",
    { className: `card ${kind}` },
    corrected && note(fill(t.corrected, corrected)),
    corrected &&
      plain(fill(t.instead, turn.question), () =>
        deeds.ask(turn.question, { exact: true }),
      ),
    understood && note(fill(t.understood, understood)),
    ...(kind === "answer" ? answer : unanswered)(reply, turn),
  );
};

/**
 * What went wrong. It is an alert once; the seconds that pass are for the eyes alone.
 * @type {(problem: Problem, turn: Turn) => HTMLElement}
 */
const problemView = (problem, turn) => {
  const { code, message, retry_at: at = 0, said } = problem;
  problem.said = true;
  const left = () => Math.ceil((at - Date.now()) / 1000);
  const words = () => {
    const n = left();
    if (at && n <= 0) return t.again;
    return message || fill(t[code === "refused" ? "away" : code], n);
  };
  const text = h("p", tongue(words()), words());
  const retry = button(t.retry, () => deeds.run(turn), {
    className: "solid",
    disabled: left() > 0,
  });
  const card = h("div", { className: "card problem", role: said ? null : "alert" }, text, code !== "refused" && retry);
  const tick = () => {
    if (!card.isConnected) return;
    card.role = null;
    text.textContent = words();
    retry.disabled = left() > 0;
    if (retry.disabled) setTimeout(tick, 1000);
    else say(t.again);
  };
  if (retry.disabled) setTimeout(tick, 1000);
  return card;
};

/**
 * One question with whatever came of it.
 * @param {Turn} turn
 */
export const turnView = (turn) =>
  h(
    "article",
    { id: `t${turn.id}` },
    h(
      "h3",
      { tabIndex: -1 },
      h("small", { ariaHidden: "true" }, t.you),
      h("span", { className: "sr" }, t.to),
      h("span", { dir: "auto" }, turn.question),
    ),
    turn.problem && problemView(turn.problem, turn),
    turn.copy && copyView(turn.copy, turn),
    turn.reply && replyView(turn.reply, turn),
  );

/** @type {(copy: Reply, turn: Turn) => HTMLElement} */
export const copyView = (copy, turn) =>
  h("div", { className: "card" }, note(t.below), replyView(copy, turn));
