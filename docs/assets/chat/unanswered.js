// What is shown where the guide gives no answer: places to look, or a question back.
import { button, h, plain } from "./dom.js";
import { linked, searchRow } from "./render.js";
import { meta } from "./site.js";
import { t } from "./strings.js";
import { more } from "./strings.more.js";

/** @type {(turn: Turn, deeds: Deeds) => HTMLElement} */
const suggest = (turn, deeds) =>
  plain(more.suggest, async () => (await import("./feedback.js")).suggest(turn, deeds));

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Child[]} */
export const abstention = (reply, turn, deeds) => {
  const outside = reply.reason === "out_of_scope";
  const contact = meta("contact");
  const text = reply.text || (outside ? more.outside : more.notFound);
  const { length } = reply.suggestions;
  return [
    h("p", { dir: "auto" }, text),
    !!length && !text.endsWith(":") && h("p", { className: "label" }, more.nearest),
    ...reply.suggestions.slice(0, 3).map((it) => linked(it, turn, deeds)),
    outside && h("p", { className: "meta" }, t.scope),
    reply.reason !== "declined" &&
      h(
        "div",
        { className: "row" },
        !outside && searchRow(turn.question),
        !reply.from_copy && !outside && suggest(turn, deeds),
        contact && h("a", { href: contact, className: "plain" }, more.contact),
      ),
  ];
};

/** @type {(reply: Reply, turn: Turn, deeds: Deeds) => Child[]} */
export const clarification = (reply, turn, deeds) => [
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
  button(more.none, () => deeds.none(turn), { className: "pick" }),
];
