// The brief builder: questions, the brief as Markdown, and what is still missing.
import { button, h } from "../chat/dom.js";
import { FIELDS, PARTS, lacking, markdown, paper } from "./brief-text.js";
import { area, field, line, readObject, readText } from "./fields.js";
import { copy, download, start } from "./shared.js";

const MAX_SHORT_CHARS = 300;
const MAX_TEXT_CHARS = 6000;

/** @type {() => BriefState} */
const fresh = () => ({ answers: {} });

/** @type {(value: any) => BriefState} */
const read = (value) => {
  const given = readObject(readObject(value, "state")["answers"], "answers");
  const known = FIELDS.filter(({ id }) => Object.hasOwn(given, id));
  return {
    answers: Object.fromEntries(
      known.map(({ id }) => [id, readText(given[id], id, MAX_TEXT_CHARS)]),
    ),
  };
};

/** @type {(state: BriefState) => HTMLElement} */
const missing = (state) => {
  const lacks = lacking(state);
  const box = h("div", {}, h("p", {}, h("strong", {}, "Still missing")));
  if (!lacks.length) {
    box.append(h("p", {}, "Every part has an answer. Read the brief once as the developer would."));
    return box;
  }
  const left = `${lacks.length} of ${FIELDS.length} points are open.`;
  box.append(h("p", {}, left));
  for (const { title } of PARTS) {
    const open = lacks.filter(({ part }) => part === title);
    if (!open.length) continue;
    const links = open.map(({ field: { id, missing: words } }) => {
      const go = button(words, () => document.getElementById(`brief-${id}`)?.focus());
      go.className = "tool-link";
      return h("li", {}, go);
    });
    box.append(h("p", { className: "tool-hint" }, title), h("ul", {}, ...links));
  }
  return box;
};

/** The brief as it is printed: without the marks of Markdown. */
/** @type {(state: BriefState) => HTMLElement[]} */
const printed = (state) => {
  const { title, parts } = paper(state);
  const heading = (/** @type {string} */ words, level = 2) => {
    const it = h("p", { className: level === 1 ? "tool-big" : "tool-heading" }, words);
    it.setAttribute("role", "heading");
    it.setAttribute("aria-level", `${level}`);
    return it;
  };
  const points = parts.flatMap((part) => [
    heading(part.title),
    ...part.points.flatMap(({ label, text, items }) => [
      h("p", {}, h("strong", {}, label), ` ${text}`),
      ...(items.length ? [h("ul", {}, ...items.map((it) => h("li", {}, it)))] : []),
    ]),
  ]);
  return [heading(title, 1), ...points];
};

/** @type {(desk: Desk<BriefState>) => void} */
const render = (desk) => {
  const { answers } = desk.state;
  const text = h("pre", { tabIndex: 0, "aria-label": "The brief as Markdown", role: "region" });
  const list = h("div", { className: "tool-open" });
  const sheet = h("div", { className: "tool-paper" });
  const refresh = () => {
    text.textContent = markdown(desk.state);
    sheet.replaceChildren(...printed(desk.state));
    list.replaceChildren(missing(desk.state));
  };
  const cards = PARTS.map(({ title, fields }) =>
    h(
      "fieldset",
      { className: "tool-card" },
      h("legend", {}, title),
      ...fields.map(({ id, label, hint, kind }) => {
        const write = (/** @type {string} */ value) => {
          answers[id] = value;
          desk.changed();
          refresh();
        };
        const value = answers[id] ?? "";
        const [make, maxLength] =
          kind === "short" ? [line, MAX_SHORT_CHARS] : [area, MAX_TEXT_CHARS];
        return field(label, make(`brief-${id}`, value, write, { maxLength }), hint);
      }),
    ),
  );
  const take = async () =>
    desk.say((await copy(markdown(desk.state))) ? "The brief is copied." : "Copying failed.");
  const save = () => download("brief.md", markdown(desk.state), "text/markdown");
  desk.body.append(
    h("div", { className: "tool-questions" }, ...cards),
    h("fieldset", { className: "tool-card tool-checks" }, h("legend", {}, "Check"), list),
    h(
      "div",
      { className: "tool-document" },
      h("p", {}, h("strong", {}, "Your brief")),
      text,
      h(
        "p",
        {},
        button("Copy the brief", () => void take(), { className: "tool-button" }),
        " ",
        button("Download the brief", save, { className: "tool-button" }),
      ),
    ),
    sheet,
  );
  refresh();
};

/** @type {(root: HTMLElement, signal: AbortSignal, hash: string) => Promise<void>} */
export const mount = (root, signal, hash) =>
  start(root, { name: "brief-builder", fresh, read, render }, signal, hash);
