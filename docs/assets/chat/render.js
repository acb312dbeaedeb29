import { vote } from "./api.js";
import { button, h, iconButton } from "./dom.js";
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

/**
 * @param {Citation | ChatLink} link
 * @param {Turn} turn
 * @param {Deeds} deeds
 * @param {string | null} text
 * @param {number} [n]
 */
const linked = (link, turn, deeds, text, n) =>
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
    n ? h("sup", {}, `${n}`) : null,
    text ?? link.breadcrumb.join(" › "),
  );

/** @type {(text: string, done: string, deeds: Deeds) => void} */
const copy = (text, done, deeds) => {
  const refused = () => deeds.say(t.blocked);
  if (!navigator.clipboard) refused();
  else navigator.clipboard.writeText(text).then(() => deeds.say(done), refused);
};

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Node[]} */
const answer = (reply, turn, deeds) => {
  const bare = (/** @type {string} */ text) => text.replace(/\s/g, "");
  const [first, ...rest] = /** @type {[Citation, ...Citation[]]} */ (reply.citations);
  const inText = (/** @type {Citation} */ it) => bare(reply.text).includes(bare(it.quote));
  const shown = [first, ...rest.filter(inText)];
  const also = rest.filter((it) => !inText(it)).slice(0, 2);
  const date = first.updated && new Date(first.updated);
  const day = date && new Intl.DateTimeFormat(lang, { dateStyle: "medium" }).format(date);
  const permalink = api(
    `${reply.from_copy ? "?ask" : "answer?q"}=${encodeURIComponent(turn.question)}`,
  );
  const source = shown.map((it) => `${it.quote}\n${url(it.location).href}`).join("\n\n");
  return [
    h("p", { className: "label" }, reply.is_weak ? t.closest : t.answer),
    ...shown.flatMap((it, n) => [
      quoted(it.quote, turn.question),
      linked(it, turn, deeds, null, n + 1),
    ]),
    h(
      "p",
      { className: "meta" },
      [
        day && fill(t.updated, { x: day }),
        reply.index_id && fill(t.index, { x: reply.index_id.slice(0, 6) }),
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    /\b(il)?legal|\blaw|\btax|\bsue\b|\bcourt/i.test(turn.question) &&
      h("p", { className: "meta" }, t.advice),
    h(
      "div",
      { className: "row" },
      linked(first, turn, deeds, t.go),
      button(t.copy, () => copy(source, t.copied, deeds), { className: "plain" }),
      button(t.link, () => copy(permalink, t.linked, deeds), { className: "plain" }),
    ),
    also.length &&
      h(
        "div",
        { className: "also" },
        h("p", {}, t.also),
        ...also.map((it, n) => linked(it, turn, deeds, null, shown.length + n + 1)),
      ),
  ].filter((node) => node instanceof Node);
};

/** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
const thumbs = (turn, deeds) => {
  const place = h("div");
  /** @type {(name: "up" | "down") => void} */
  const done = (name) => {
    turn.vote = name;
    place.replaceChildren();
    show();
    deeds.say(t.thanks);
    deeds.save();
    deeds.emit("feedback", { vote: name, location: turn.reply?.citations[0]?.location });
  };
  const up = iconButton("thumb", t.yes, async () =>
    (await vote(turn, "up")) ? done("up") : deeds.say(t.unsent),
  );
  const down = iconButton("thumb", t.no, async () => {
    if (place.firstChild) return place.replaceChildren();
    place.append((await import("./feedback.js")).form(turn, () => done("down")));
    place.querySelector("input")?.focus();
  });
  down.classList.add("down");
  const show = () => {
    up.ariaPressed = `${turn.vote === "up"}`;
    down.ariaPressed = `${turn.vote === "down"}`;
  };
  show();
  return h("div", { className: "helpful" }, h("span", {}, t.helpful), up, down, place);
};

/** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
const suggest = (turn, deeds) =>
  button(
    t.suggest,
    async () => {
      const sent = await vote(turn, "down", { reasons: ["not_found"], question: turn.question });
      deeds.say(sent ? t.suggested : t.unsent);
    },
    { className: "plain" },
  );

/** @type {(question: string, deeds: Deeds) => HTMLElement} */
const searchRow = (question, deeds) =>
  button(
    fill(t.search, { x: question }),
    async () => (await import("./search.js")).search(question),
    { className: "plain" },
  );

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Node[]} */
const abstention = (reply, turn, deeds) => {
  const outside = reply.reason === "out_of_scope";
  const contact = meta("contact");
  const text = reply.text || (outside ? t.outside : t.notFound);
  return [
    h("p", { dir: "auto" }, text),
    reply.suggestions.length &&
      !text.endsWith(":") &&
      h("p", { className: "label" }, t.nearest),
    ...reply.suggestions.slice(0, 3).map((it) => linked(it, turn, deeds, null)),
    outside && h("p", { className: "meta" }, t.scope),
    reply.reason !== "declined" &&
      h(
        "div",
        { className: "row" },
        !outside && searchRow(turn.question, deeds),
        !reply.from_copy && !outside && suggest(turn, deeds),
        contact && h("a", { href: contact, className: "plain" }, t.contact),
      ),
  ].filter((node) => node instanceof Node);
};

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Node[]} */
const clarification = (reply, turn, deeds) => [
  h("p", { dir: "auto" }, reply.text || t.which),
  ...reply.choices
    .slice(0, 4)
    .map((choice) =>
      button(
        choice.breadcrumb.join(" › "),
        () => deeds.ask(choice.title, { page: choice.location, clarified: true }),
        { className: "pick", dir: "auto" },
      ),
    ),
  button(t.none, () => deeds.none(turn), { className: "pick" }),
];

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => HTMLElement} */
export const replyView = (reply, turn, deeds) => {
  const draw = { answer, abstention, clarification, smalltalk: () => [] }[reply.kind];
  const line = (/** @type {string} */ text, /** @type {string | null} */ x) =>
    x && h("p", { className: "meta", dir: "auto" }, fill(text, { x }));
  return h(
    "div",
    { className: `card ${reply.kind}` },
    line(t.corrected, reply.corrected_question) || null,
    reply.corrected_question && searchRow(turn.question, deeds),
    line(t.understood, reply.understood_as) || null,
    reply.kind === "smalltalk" && h("p", { dir: "auto" }, reply.text),
    ...draw(reply, turn, deeds),
    reply.kind === "answer" && !reply.from_copy && thumbs(turn, deeds),
  );
};

/** @type {(problem: Problem, turn: Turn, deeds: Deeds) => HTMLElement} */
const problemView = ({ code, message, retry_at: at }, turn, deeds) => {
  const text = h("p", {});
  const retry = button(t.retry, () => deeds.retry(turn), { className: "solid" });
  const tick = () => {
    const n = Math.ceil(((at ?? 0) - Date.now()) / 1000);
    retry.disabled = n > 0;
    text.textContent =
      code === "busy"
        ? n > 0
          ? fill(t.busy, { n })
          : t.again
        : message || t[code === "refused" ? "away" : code];
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
    {},
    h("p", { className: "meta" }, t.below),
    turn.copy && replyView(turn.copy, turn, deeds),
  );
