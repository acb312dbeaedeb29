import { button, h, iconButton, plain } from "./dom.js";
import { press } from "./feedback.js";
import { linked, note } from "./links.js";
import { api, fragment, meta, url } from "./site.js";
import { fill, lang, t, tongue } from "./strings.js";
import { unanswered } from "./unanswered.js";

const ADVICE =
  /\b(il)?legal|\blaws?\b|\blawyer|\btax|\bsu(e|ing)\b|\bcourt|\bdoctor|\bmedic|\bshould i (fire|hire|quit|sign|marry)\b|قانون|ٹیکس|عدالت|ڈاکٹر/i;

/** @param {string} text */
const stems = (text) =>
  (text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []).map((word) => word.slice(0, 5));

/**
 * The quotation's lines, the sentence nearest to the question marked.
 * @param {string} quote
 * @param {string} question
 */
const quoted = (quote, question) => {
  const asked = new Set(stems(question));
  const overlap = (/** @type {string} */ text) => stems(text).filter((it) => asked.has(it)).length;
  const lines = quote
    .split("\n")
    .map((line) => line.match(/.*?[.!?۔](?=\s+\p{Lu}|$)\s*|.+/gu) ?? [line]);
  const all = lines.flat();
  const best = all.reduce((a, b) => (overlap(b) > overlap(a) ? b : a), all[0] ?? "");
  const key = all.length < 2 || overlap(best) > 0 ? best : null;
  const line = (/** @type {string[]} */ some) =>
    h(
      "p",
      tongue(some.join("")),
      ...some.flatMap((it) => (it === key ? [h("mark", {}, it.trim()), " "] : it)),
    );
  return h("blockquote", {}, ...lines.map(line));
};

/** @type {(label: string, text: string, done: string, deeds: Deeds) => HTMLElement} */
const copier = (label, text, done, deeds) =>
  plain(label, () => {
    const refused = () => deeds.say(t.blocked);
    if (!navigator.clipboard) refused();
    else navigator.clipboard.writeText(text).then(() => deeds.say(done), refused);
  });

/** The citations whose words are the answer, and up to two that support it. @param {Reply} reply */
export const parted = ({ citations, text }) => {
  const bare = (/** @type {string} */ some) => some.replace(/\s/g, "");
  const inText = (/** @type {Citation} */ it, /** @type {number} */ n) =>
    !n || bare(text).includes(bare(it.quote));
  const also = citations.filter((it, n) => !inText(it, n)).slice(0, 2);
  return { shown: citations.filter(inText), also };
};

/** @type {(citation: Citation, index?: string | false) => HTMLElement | null} */
const dated = ({ updated }, index) => {
  const format = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" });
  const parts = [
    updated && fill(t.updated, { x: format.format(new Date(updated)) }),
    index && fill(t.index, { x: index.slice(0, 6) }),
  ].filter(Boolean);
  return parts[0] ? note(parts.join(" · ")) : null;
};

/** The address of this answer; of the question, where the copy gave it. @type {(turn: Turn, reply: Reply) => string} */
const permalink = ({ question: q, history, exact }, { from_copy }) =>
  from_copy
    ? url(`?${new URLSearchParams({ ask: q })}`).href
    : api(`answer?${new URLSearchParams([["q", q], ...history.map((earlier) => ["h", earlier])])}`) +
      (exact ? "&exact=1" : "");

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Child[]} */
const answer = (reply, turn, deeds) => {
  const { index_id: index, is_weak } = reply;
  const { question } = turn;
  const { shown, also } = parted(reply);
  const published = meta("index");
  const source = shown.map((it) => `${it.quote}\n${fragment(it)}`).join("\n\n");
  return [
    h("p", { className: "label" }, is_weak ? t.closest : t.answer),
    ...shown.flatMap((it, n) => [
      quoted(it.quote, question),
      linked(it, turn, deeds, n + 1),
      dated(it, !n && index),
    ]),
    !!index && !!published && index !== published && note(t.version),
    ADVICE.test(question) && note(t.advice),
    h(
      "div",
      { className: "row" },
      shown[0] && linked(shown[0], turn, deeds, 0, t.go),
      copier(t.copy, source, t.copied, deeds),
      copier(t.link, permalink(turn, reply), t.linked, deeds),
    ),
    !!also.length &&
      h(
        "div",
        { className: "also" },
        h("p", {}, t.also),
        ...also.flatMap((it, n) => [linked(it, turn, deeds, shown.length + n + 1), dated(it)]),
      ),
    !reply.from_copy && thumbs(turn, deeds),
  ];
};

/** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
const thumbs = (turn, deeds) => {
  const thumb = (/** @type {Feedback["vote"]} */ vote) =>
    iconButton("thumb", t[vote], () => press(vote, row, turn, deeds), {
      className: `icon ${vote}`,
      ariaPressed: `${turn.vote === vote}`,
    });
  const row = h("div", { className: "helpful" }, t.helpful, thumb("up"), thumb("down"), h("div"));
  return row;
};

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => HTMLElement} */
const replyView = (reply, turn, deeds) => {
  const { kind, corrected_question: corrected, understood_as: understood } = reply;
  return h(
    "div",
    { className: `card ${kind}` },
    corrected && note(fill(t.corrected, { x: corrected })),
    corrected &&
      plain(fill(t.instead, { x: turn.question }), () =>
        deeds.ask(turn.question, { exact: true }),
      ),
    understood && note(fill(t.understood, { x: understood })),
    ...(kind === "answer" ? answer : unanswered)(reply, turn, deeds),
  );
};

/**
 * What went wrong. It is an alert once; the seconds that pass are for the eyes alone.
 * @type {(problem: Problem, turn: Turn, deeds: Deeds) => HTMLElement}
 */
const problemView = (problem, turn, deeds) => {
  const { code, message, retry_at: at = 0, said } = problem;
  problem.said = true;
  const left = () => Math.ceil((at - Date.now()) / 1000);
  const words = () => {
    const n = left();
    if (at && n <= 0) return t.again;
    return message || fill(t[code === "refused" ? "away" : code], { n });
  };
  const retry = button(t.retry, () => deeds.run(turn), { className: "solid" });
  const seen = h("p", { "aria-hidden": at ? "true" : null, ...tongue(words()) }, words());
  const tick = () => {
    seen.textContent = words();
    retry.disabled = left() > 0;
    if (!retry.disabled) deeds.say(t.again);
    else setTimeout(() => seen.isConnected && tick(), 1000);
  };
  const role = said || code === "stopped" ? null : "alert";
  const card = h(
    "div",
    { className: "card problem", role },
    seen,
    !!at && h("p", { className: "sr" }, words()),
    code !== "refused" && retry,
  );
  if (left() > 0) tick();
  return card;
};

/**
 * One question with whatever came of it.
 * @param {Turn} turn
 * @param {Deeds} deeds
 */
export const turnView = (turn, deeds) =>
  h(
    "article",
    { id: `t${turn.id}` },
    h(
      "h3",
      { tabIndex: -1 },
      h("small", { "aria-hidden": "true" }, t.you),
      h("span", { className: "sr" }, t.to),
      h("span", { dir: "auto" }, turn.question),
    ),
    turn.problem && problemView(turn.problem, turn, deeds),
    turn.copy && copyView(turn.copy, turn, deeds),
    turn.reply && replyView(turn.reply, turn, deeds),
  );

/** @type {(copy: Reply, turn: Turn, deeds: Deeds) => HTMLElement} */
export const copyView = (copy, turn, deeds) =>
  h("div", { className: "card" }, note(t.below), replyView(copy, turn, deeds));
