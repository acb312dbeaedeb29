// What is shown where the guide gives no answer: places to look, or a question back.
import { button, h, plain } from "./dom.js";
import { suggest } from "./feedback.js";
import { deeds } from "./host.js";
import { linked, note } from "./links.js";
import { searchFor } from "./search.js";
import { meta } from "./site.js";
import { en, fill, t, tongue } from "./strings.js";

/** The service speaks English: on pages in another language the widget has its own words. */
const said = (/** @type {string} */ text, /** @type {string} */ own) => {
  const words = (t !== en && own) || text || own;
  return h("p", tongue(words), words);
};

/** @type {(reply: Reply, turn: Turn) => Child[]} */
const abstention = ({ text, reason, suggestions, from_copy }, turn) => {
  if (reason === "declined") return [said(text, t.declined)];
  const outside = reason === "out_of_scope";
  const contact = meta("contact");
  const words = said(text, outside ? t.outside : t.notFound);
  return [
    words,
    !!suggestions[0] &&
      !words.textContent?.endsWith(":") &&
      h("p", { className: "label" }, t.nearest),
    ...suggestions.slice(0, 3).map((it) => linked(it, turn)),
    outside && note(t.scope),
    h(
      "div",
      { className: "row" },
      !outside &&
        plain(fill(t.search, turn.question), () => searchFor(turn.question)),
      !from_copy &&
        !outside &&
        button(t.suggest, () => suggest(turn), { className: "plain suggest" }),
      contact && h("a", { href: contact, className: "plain" }, t.contact),
    ),
  ];
};

/** @type {(reply: Reply, turn: Turn) => Child[]} */
const clarification = ({ choices }, turn) => [
  h("p", {}, t.which),
  ...choices.slice(0, 4).map(({ title, breadcrumb, location }) => {
    const path = breadcrumb.join(" › ");
    const deed = () => deeds.ask(title, { page: location, clarified: true });
    return button(path, deed, { className: "pick", ...tongue(path) });
  }),
  button(t.none, () => deeds.none(turn), { className: "pick" }),
];

/** @type {(reply: Reply, turn: Turn) => Child[]} */
export const unanswered = (reply, turn) => {
  if (reply.kind === "smalltalk") return [said(reply.text, t.hello)];
  return (reply.kind === "clarification" ? clarification : abstention)(reply, turn);
};
