// What is shown of the conversation. A turn is drawn when it changes and left alone otherwise.
import { about, settle } from "./composer.js";
import { button, h, plain } from "./dom.js";
import { deeds, shadow, status } from "./host.js";
import { last, MAX_TURNS, memory, save } from "./memory.js";
import { turnView } from "./render.js";
import { questions } from "./site.js";
import { fill, t, tongue } from "./strings.js";

// The status line announces; a log that did so too would say everything twice.
export const log = h("div", {
  className: "log",
  role: "log",
  tabIndex: 0,
  ariaLabel: t.log,
  ariaLive: "off",
});
/** Below the last turn: what to ask next. */
const tail = h("div", { className: "offers" });
/** The status line, and the way to what it announces. */
export const line = h(
  "div",
  { className: "line" },
  status,
  plain(t.read, () => focusTurn(last()?.id)),
);

/** @param {number} [id] */
export const articleOf = (id) => shadow.getElementById(`t${id}`);

/** @param {number} [id] */
export const scrollToTurn = (id) => {
  const article = articleOf(id);
  if (article) log.scrollTop = article.offsetTop - log.offsetTop;
};

/** @param {number} [id] */
export const focusTurn = (id) => {
  scrollToTurn(id);
  articleOf(id)?.querySelector("h3")?.focus({ preventScroll: true });
};

/** @type {(title: string, asked: string[]) => HTMLElement[]} */
const offers = (title, asked) => {
  if (!asked[0]) return [];
  const offer = (/** @type {string} */ question) =>
    button(question, () => deeds.ask(question), { className: "pick", ...tongue(question) });
  return [h("p", { className: "label" }, title), ...asked.map(offer)];
};

/** What stands beside the cited section, as questions. @param {Turn} [turn] */
export const related = (turn) => (turn?.reply?.related ?? []).map(({ title }) => title);

const welcome = () => [
  h("p", {}, t.what),
  h("p", { className: "meta" }, t.scope),
  ...offers(t.try, questions()),
];

/** What the next question is about, unless the reader removes it. */
const chip = () => {
  const { from, quote, turns } = memory;
  const cited = turns.findLast(({ id, reply }) => id > from && reply?.kind === "answer");
  const path = cited?.reply?.citations[0]?.breadcrumb.slice(-2).join(" › ");
  about(quote ? `“${quote}”` : path && fill(t.about, path), () => {
    if (quote) memory.quote = "";
    else memory.from = turns.findLast(({ reply }) => reply)?.id ?? 0;
    save();
    chip();
  });
};

/** Draws these turns anew, takes away those that are gone, and renews what stands below. */
export const draw = (/** @type {Turn[]} */ ...changed) => {
  const { turns } = memory;
  const had = shadow.activeElement;
  for (const it of log.querySelectorAll("article"))
    if (!turns.some(({ id }) => it.id === `t${id}`)) it.remove();
  for (const turn of changed) {
    const old = articleOf(turn.id);
    const view = turnView(turn);
    if (old) old.replaceWith(view);
    else log.append(view);
  }
  const latest = last();
  tail.replaceChildren(
    ...(latest ? offers(t.related, related(latest)) : welcome()),
    turns.length < MAX_TURNS ? "" : h("p", {}, t.full, " ", plain(t.fresh, deeds.reset)),
  );
  (articleOf(latest?.id) ?? log).append(tail);
  chip();
  if (had && !had.isConnected) settle();
};
