// Adds up notes that an interviewer made. Pure functions; nothing here judges a person.

export const WEIGHTS = /** @type {const} */ ({ must: 3, important: 2, nice: 1, none: 0 });
export const POINTS = /** @type {const} */ ({
  "not-asked": 0,
  none: 0,
  some: 1,
  clear: 2,
  beyond: 3,
});
export const LEVELS = /** @type {const} */ (["junior", "mid", "senior"]);
/** @type {Weight[]} */
export const WEIGHT_IDS = ["must", "important", "nice", "none"];
/** @type {RatingId[]} */
export const RATING_IDS = ["not-asked", "none", "some", "clear", "beyond"];
const MOST = POINTS.beyond;

/** @returns {SkillNotes} */
export const noNotes = () => ({ ticks: [], rating: "not-asked", note: "" });

/** @type {(candidate: Candidate, skill: string) => SkillNotes} */
export const notesOf = (candidate, skill) => candidate.skills[skill] ?? noNotes();

/** Why a skill cannot be counted, or null where it can. */
/** @type {(notes: SkillNotes) => string | null} */
export const uncounted = ({ rating, note }) =>
  rating === "not-asked" ? "not asked" : note.trim() ? null : "rated without a note";

/**
 * @param {Candidate} candidate
 * @param {Skill[]} skills
 * @param {Record<string, Weight>} weights
 */
export const sum = (candidate, skills, weights) => {
  const wanted = skills.filter(({ id }) => WEIGHTS[weights[id] ?? "important"] > 0);
  const result = { points: 0, possible: 0, counted: 0, wanted: wanted.length };
  /** @type {string[]} */
  const missing = [];
  /** @type {string[]} */
  const gaps = [];
  for (const { id, name } of wanted) {
    const notes = notesOf(candidate, id);
    const weight = weights[id] ?? "important";
    const why = uncounted(notes);
    if (why) {
      missing.push(`${name} (${weight === "must" ? "must-have, " : ""}${why})`);
      continue;
    }
    result.counted += 1;
    result.points += WEIGHTS[weight] * POINTS[notes.rating];
    result.possible += WEIGHTS[weight] * MOST;
    if (weight === "must" && POINTS[notes.rating] < POINTS.clear) gaps.push(name);
  }
  return { ...result, missing, gaps };
};

/**
 * A cell that a spreadsheet shows and never runs.
 * @type {(value: string) => string}
 */
export const csvCell = (value) => {
  const safe = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** @type {(rows: string[][]) => string} */
export const csv = (rows) =>
  `\uFEFF${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
