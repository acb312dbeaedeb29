// What the checklist keeps, and its reading from a file or link.
import { readList, readNumber, readObject, readOne, readText } from "./fields.js";
import { LEVELS, RATING_IDS, WEIGHT_IDS } from "./scoring.js";

export const MAX_CANDIDATES = 12;
export const MAX_NAME_CHARS = 60;
export const MAX_NOTE_CHARS = 4000;

/** @type {(name: string) => Candidate} */
export const nobody = (name) => ({ name, skills: {} });

/** @type {(value: any) => SkillNotes} */
const readNotes = (value) => {
  const notes = readObject(value, "skill");
  return {
    ticks: readList(notes["ticks"], "ticks", 20).map((it) => readText(it, "tick", 60)),
    rating: readOne(notes["rating"], "rating", RATING_IDS),
    note: readText(notes["note"], "note", MAX_NOTE_CHARS),
  };
};

/** @type {(skills: Skill[], value: any) => Candidate} */
const readCandidate = (skills, value) => {
  const { name, skills: all } = readObject(value, "candidate");
  const given = readObject(all, "skills");
  const known = skills.filter(({ id }) => Object.hasOwn(given, id));
  return {
    name: readText(name, "name", MAX_NAME_CHARS),
    skills: Object.fromEntries(known.map(({ id }) => [id, readNotes(given[id])])),
  };
};

/** @type {(skills: Skill[], value: any) => Scorecard} */
export const read = (skills, value) => {
  const state = readObject(value, "state");
  const weights = readObject(state["weights"], "weights");
  const candidates = readList(state["candidates"], "candidates", MAX_CANDIDATES);
  const people = candidates.map((it) => readCandidate(skills, it));
  return {
    level: readOne(state["level"], "level", LEVELS),
    weights: Object.fromEntries(
      skills.map(({ id }) => [id, readOne(weights[id] ?? "important", "weight", WEIGHT_IDS)]),
    ),
    candidates: people.length ? people : [nobody("Candidate 1")],
    open: readNumber(state["open"], "open", 0, Math.max(0, people.length - 1)),
  };
};
