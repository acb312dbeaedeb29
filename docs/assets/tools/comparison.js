// Several candidates side by side, on the page and as a table for a spreadsheet.
import { h } from "../chat/dom.js";
import { table } from "./fields.js";
import { notesOf, sum, uncounted } from "./scoring.js";

/** @type {Record<Weight, string>} */
const WEIGHT_WORDS = {
  must: "must-have",
  important: "important",
  nice: "nice to have",
  none: "not needed",
};
const ORDER = Object.keys(WEIGHT_WORDS);

/** @type {(candidate: Candidate, place: number) => string} */
const nameOf = ({ name }, place) => name.trim() || `Candidate ${place + 1}`;

/** Must-haves first, skills that are not needed left out. */
/** @type {(state: Scorecard, skills: Skill[]) => [Skill, Weight][]} */
const inOrder = ({ weights }, skills) =>
  skills
    .map((skill) => /** @type {[Skill, Weight]} */ ([skill, weights[skill.id] ?? "important"]))
    .filter(([, weight]) => weight !== "none")
    .sort(([, a], [, b]) => ORDER.indexOf(a) - ORDER.indexOf(b));

/** @type {(candidate: Candidate, skill: Skill, interview: Interview) => HTMLElement} */
const cell = (candidate, skill, interview) => {
  const notes = notesOf(candidate, skill.id);
  const rating = interview.rubric.find(({ id }) => id === notes.rating)?.label ?? notes.rating;
  const missing = notes.rating !== "not-asked" && uncounted(notes);
  return h(
    "div",
    {},
    h("strong", {}, rating),
    missing && h("span", { className: "tool-missing" }, " (no note, not counted)"),
    h("br"),
    `${notes.ticks.length} of ${skill.items.length} boxes`,
    notes.note.trim() && h("p", { className: "tool-note" }, notes.note.trim()),
  );
};

/** @type {(state: Scorecard, skills: Skill[], interview: Interview) => HTMLElement} */
export const comparison = (state, skills, interview) => {
  const { candidates, weights } = state;
  const sums = candidates.map((it) => sum(it, skills, weights));
  const rows = inOrder(state, skills).map(([skill, weight]) => [
    `${skill.name} (${WEIGHT_WORDS[weight]})`,
    ...candidates.map((it) => cell(it, skill, interview)),
  ]);
  /** @type {(pick: (one: ReturnType<typeof sum>) => string[]) => string[]} */
  const list = (pick) => sums.map((it) => pick(it).join("; ") || "nothing");
  rows.push(["Must-haves without clear evidence", ...list((it) => it.gaps)]);
  rows.push(["Still missing", ...list((it) => it.missing)]);
  const totals = sums.map((it) =>
    it.counted
      ? `${it.points} of ${it.possible} points, from ${it.counted} of ${it.wanted} skills`
      : "nothing to count yet",
  );
  rows.push(["Sum of your notes", ...totals]);
  return h(
    "div",
    {},
    table("Your notes side by side", ["Skill", ...candidates.map(nameOf)], rows),
    h(
      "p",
      { className: "tool-hint" },
      "The sums add up notes that you made; they do not rate a person. Sums from different " +
        "skills cannot be compared, and a gap in a must-have is not made good elsewhere.",
    ),
  );
};

/** @type {(state: Scorecard, skills: Skill[], interview: Interview) => string[][]} */
export const csvRows = (state, skills, interview) => {
  const { candidates, level, weights } = state;
  const head = candidates.flatMap((it, place) =>
    ["rating", "boxes", "note"].map((part) => `${nameOf(it, place)}: ${part}`),
  );
  const rows = inOrder(state, skills).map(([skill, weight]) => [
    skill.name,
    WEIGHT_WORDS[weight],
    ...candidates.flatMap((it) => {
      const notes = notesOf(it, skill.id);
      const rating = interview.rubric.find(({ id }) => id === notes.rating)?.label ?? "";
      return [rating, `${notes.ticks.length} of ${skill.items.length}`, notes.note];
    }),
  ]);
  const sums = candidates.map((it) => sum(it, skills, weights));
  const last = sums.flatMap(({ points, possible, missing }) => [
    `${points} of ${possible} points`,
    "",
    missing.length ? `Missing: ${missing.join("; ")}` : "",
  ]);
  return [["Skill", `Weight (level: ${level})`, ...head], ...rows, ["Sum of your notes", "", ...last]];
};
