import { button, h, iconButton, plain } from "./dom.js";
import { api, fragment, meta, url } from "./site.js";
import { fill, lang, t } from "./strings.js";

/** @param {string} text */
const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];

/**
 * The quotation's lines, the sentence nearest to the question marked where there are several.
 * @param {string} quote
 * @param {string} question
 */
const quoted = (quote, question) => {
  const stems = new Set(words(question).map((word) => word.slice(0, 5)));
  const overlap = (/** @type {string} */ text) =>
    words(text).filter((word) => stems.has(word.slice(0, 5))).length;
  const lines = quote
    .split("\n")
    .map((line) => line.match(/.*?[.!?۔](?=\s+\p{Lu}|$)\s*|.+/gu) ?? [line]);
  const all = lines.flat();
  const best = all.reduce((a, b) => (overlap(b) > overlap(a) ? b : a), all[0] ?? "");
  const key = all.length > 1 && overlap(best) > 0 ? best : null;
  const line = (/** @type {string[]} */ some) =>
    h(
      "p",
      { dir: "auto" },
      ...some.flatMap((it) => (it === key ? [h("mark", {}, it.trim()), " "] : it)),
    );
  return h("blockquote", {}, ...lines.map(line));
};

const note = (/** @type {string} */ text) => h("p", { className: "meta", dir: "auto" }, text);

/**
 * @param {Citation | ChatLink} link
 * @param {Turn} turn
 * @param {Deeds} deeds
 * @param {number} [n]
 * @param {string} [text]
 */
export const linked = (link, turn, deeds, n, text) =>
  h(
    "a",
    {
      href: "quote" in link ? fragment(link) : url(link.location).href,
      className: n ? "cite" : "plain",
      dir: "auto",
      "aria-label": n ? [n, ...link.breadcrumb].join(", ") : null,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        deeds.follow(link, turn);
      },
    },
    n && h("sup", {}, `${n}`),
    text ?? link.breadcrumb.join(" › "),
  );

/** @type {(label: string, text: string, done: string, deeds: Deeds) => HTMLElement} */
const copier = (label, text, done, deeds) =>
  plain(label, () => {
    const refused = () => deeds.say(t.blocked);
    if (!navigator.clipboard) refused();
    else navigator.clipboard.writeText(text).then(() => deeds.say(done), refused);
  });

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Child[]} */
const answer = (reply, turn, deeds) => {
  const { citations, text, index_id: index, from_copy, is_weak } = reply;
  const { question } = turn;
  const bare = (/** @type {string} */ some) => some.replace(/\s/g, "");
  const inText = (/** @type {Citation} */ it, /** @type {number} */ n) =>
    !n || bare(text).includes(bare(it.quote));
  const shown = citations.filter(inText);
  const also = citations.filter((it, n) => !inText(it, n)).slice(0, 2);
  const first = /** @type {Citation} */ (citations[0]);
  const day = (/** @type {string} */ date) =>
    new Intl.DateTimeFormat(lang, { dateStyle: "medium" }).format(new Date(date));
  const dated = [
    first.updated && fill(t.updated, { x: day(first.updated) }),
    index && fill(t.index, { x: index.slice(0, 6) }),
  ];
  const published = meta("index");
  const permalink = api((from_copy ? "?ask=" : "answer?q=") + encodeURIComponent(question));
  const source = shown.map((it) => `${it.quote}\n${url(it.location).href}`).join("\n\n");
  return [
    h("p", { className: "label" }, is_weak ? t.closest : t.answer),
    ...shown.flatMap((it, n) => [quoted(it.quote, question), linked(it, turn, deeds, n + 1)]),
    note(dated.filter(Boolean).join(" · ")),
    !!index && !!published && index !== published && note(t.version),
    /\b(il)?legal|\blaw|\btax|\bsue\b|\bcourt/i.test(question) && note(t.advice),
    h(
      "div",
      { className: "row" },
      linked(first, turn, deeds, 0, t.go),
      copier(t.copy, source, t.copied, deeds),
      copier(t.link, permalink, t.linked, deeds),
    ),
    !!also.length &&
      h(
        "div",
        { className: "also" },
        h("p", {}, t.also),
        ...also.map((it, n) => linked(it, turn, deeds, shown.length + n + 1)),
      ),
    !from_copy && thumbs(turn, deeds),
  ];
};

/** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
const thumbs = (turn, deeds) => {
  const press = (/** @type {"up" | "down"} */ vote) =>
    import("./feedback.js").then(
      (feedback) => feedback.press(vote, row, turn, deeds),
      () => deeds.say(t.away),
    );
  const thumb = (/** @type {"up" | "down"} */ vote) =>
    iconButton("thumb", t[vote], () => press(vote), {
      className: `icon ${vote}`,
      ariaPressed: `${turn.vote === vote}`,
    });
  const row = h("div", { className: "helpful" }, t.helpful, thumb("up"), thumb("down"), h("div"));
  return row;
};

/** @param {string} question */
export const searchRow = (question) =>
  plain(fill(t.search, { x: question }), async () =>
    (await import("./search.js")).search(question),
  );

/** @type {typeof import("./unanswered.js") | undefined} */
let unanswered;
/** Fetches what drawing these replies takes; without it their text is shown. */
export const prepare = async (/** @type {(Reply | undefined)[]} */ replies) => {
  if (replies.some((it) => it && it.kind !== "answer"))
    unanswered = await import("./unanswered.js").catch(() => undefined);
};

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Child[]} */
const body = (reply, turn, deeds) => {
  const { kind, text } = reply;
  if (kind === "answer") return answer(reply, turn, deeds);
  if (kind !== "smalltalk" && unanswered) return unanswered[kind](reply, turn, deeds);
  return [h("p", { dir: "auto" }, text || t.found)];
};

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => HTMLElement} */
export const replyView = (reply, turn, deeds) => {
  const { kind, corrected_question: corrected, understood_as: understood } = reply;
  return h(
    "div",
    { className: `card ${kind}` },
    corrected && note(fill(t.corrected, { x: corrected })),
    corrected && searchRow(turn.question),
    understood && note(fill(t.understood, { x: understood })),
    ...body(reply, turn, deeds),
  );
};

/** @type {(problem: Problem, turn: Turn, deeds: Deeds) => HTMLElement} */
const problemView = ({ code, message, retry_at: at }, turn, deeds) => {
  const text = h("p", {});
  const retry = button(t.retry, () => deeds.run(turn), { className: "solid" });
  const tick = () => {
    const n = Math.ceil(((at ?? 0) - Date.now()) / 1000);
    retry.disabled = n > 0;
    const now = at && n <= 0 ? t.again : t[code === "refused" ? "away" : code];
    text.textContent = message || fill(now, { n });
    if (n > 0) setTimeout(() => text.isConnected && tick(), 1000);
  };
  tick();
  return h(
    "div",
    { className: "card problem", role: code === "stopped" ? "group" : "alert" },
    text,
    code !== "refused" && retry,
  );
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
      { tabIndex: -1, dir: "auto" },
      h("small", { "aria-hidden": "true" }, t.you),
      h("span", { className: "sr" }, t.to),
      turn.question,
    ),
    turn.problem && problemView(turn.problem, turn, deeds),
    turn.copy && copyView(turn, deeds),
    turn.reply && replyView(turn.reply, turn, deeds),
  );

/** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
export const copyView = (turn, deeds) =>
  h(
    "div",
    { className: "card" },
    note(t.below),
    turn.copy && replyView(turn.copy, turn, deeds),
  );
