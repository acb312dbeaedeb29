// The skills checklist: ticks, ratings and notes of several candidates side by side.
import { button, h } from "../chat/dom.js";
import { comparison, csvRows } from "./comparison.js";
import { area, choice, field, line, readOne, tick } from "./fields.js";
import { MAX_CANDIDATES, MAX_NAME_CHARS, MAX_NOTE_CHARS, nobody, read } from "./scorecard.js";
import { LEVELS, RATING_IDS, WEIGHT_IDS, csv, noNotes, notesOf } from "./scoring.js";
import { download, start } from "./shared.js";

/** @type {[Weight, string][]} */
const WEIGHT_NAMES = [
  ["must", "Must-have"],
  ["important", "Important"],
  ["nice", "Nice to have"],
  ["none", "Not needed"],
];

/** The skills and their boxes as they stand on the page. */
/** @type {(root: HTMLElement) => Skill[]} */
const skillsOf = (root) =>
  [...root.querySelectorAll("fieldset[data-skill]")].map((set) => ({
    id: set.getAttribute("data-skill") ?? "",
    name: set.querySelector("legend")?.textContent?.trim() ?? "",
    items: [...set.querySelectorAll("[data-tick]")].map((box) => ({
      id: box.getAttribute("data-tick") ?? "",
      text: box.closest("label")?.textContent?.trim() ?? "",
    })),
  }));

/** @type {(desk: Desk<Scorecard>, skills: Skill[], interview: Interview) => HTMLElement} */
const job = (desk, skills, interview) => {
  const { state } = desk;
  const level = choice(
    "level",
    interview.levels.map(({ id, label }) => /** @type {const} */ ([id, label])),
    state.level,
    (value) => {
      state.level = readOne(value, "level", LEVELS);
      update(desk);
    },
  );
  const weights = skills.map(({ id, name }) => {
    const weight = choice(`weight-${id}`, WEIGHT_NAMES, state.weights[id] ?? "important", (value) => {
      state.weights[id] = readOne(value, "weight", WEIGHT_IDS);
      update(desk);
    });
    return field(name, weight);
  });
  return h(
    "fieldset",
    { className: "tool-card" },
    h("legend", {}, "The job: level and weights, the same for all candidates"),
    field("Level you hire for", level),
    h("div", { className: "tool-grid" }, ...weights),
  );
};

/** @type {(desk: Desk<Scorecard>) => HTMLElement} */
const people = (desk) => {
  const { state } = desk;
  const names = state.candidates.map(
    ({ name }, place) => /** @type {const} */ ([`${place}`, name || `Candidate ${place + 1}`]),
  );
  const chosen = () => state.candidates[state.open] ?? nobody("");
  const open = choice("candidate", names, `${state.open}`, (value) => {
    state.open = Number(value);
    name.value = chosen().name;
    update(desk);
  });
  const name = line(
    "candidate-name",
    chosen().name,
    (value) => {
      chosen().name = value;
      const option = open.options[state.open];
      if (option) option.textContent = value || `Candidate ${state.open + 1}`;
      desk.changed();
      refresh(desk);
    },
    { maxLength: MAX_NAME_CHARS },
  );
  const add = button(
    "Add a candidate",
    () => {
      const many = state.candidates.length;
      state.candidates.push(nobody(`Candidate ${many + 1}`));
      state.open = many;
      desk.changed();
      desk.render();
      document.getElementById("candidate-name")?.focus();
    },
    { className: "tool-button", id: "add", disabled: state.candidates.length >= MAX_CANDIDATES },
  );
  const remove = () => {
    const left = state.candidates.filter((_, place) => place !== state.open);
    const candidates = left.length ? left : [nobody("Candidate 1")];
    const words = `${chosen().name || "The candidate"} is removed.`;
    desk.replace({ ...state, candidates, open: Math.max(0, state.open - 1) }, words);
  };
  return h(
    "fieldset",
    { className: "tool-card" },
    h("legend", {}, "Candidates"),
    field("Show and change the notes on", open),
    field("Name or initials", name),
    h("p", {}, add, " ", button("Remove this candidate", remove, { className: "tool-button" })),
  );
};

/** @type {(level: Level, skill: Interview["skills"][number]) => HTMLElement[]} */
const evidence = (level, { questions, location }) => {
  const href = (/** @type {string} */ to) => new URL(`../../${to}`, import.meta.url).href;
  const items = questions.map((it) =>
    h("li", {}, h("a", { href: href(it.location) }, it.title), `: ${it.evidence[level]}.`),
  );
  const all = h("a", { href: href(location) }, "All questions on this skill");
  return [h("ul", {}, ...items), h("p", {}, all)];
};

/** Filled when it is opened: closed ones are most of the page and are read one at a time. */
/** @type {(level: Level, label: string, skill: Interview["skills"][number]) => HTMLElement} */
const help = (level, label, skill) => {
  const words = `What to ask, and what clear evidence looks like (${label})`;
  const it = h("details", {}, h("summary", {}, words));
  it.addEventListener("toggle", () => it.append(...evidence(level, skill)), { once: true });
  return it;
};

/** @type {(desk: Desk<Scorecard>, skill: Skill, interview: Interview) => HTMLElement} */
const skillCard = (desk, skill, interview) => {
  const { state } = desk;
  const candidate = state.candidates[state.open] ?? nobody("");
  /** @type {(change: Partial<SkillNotes>) => void} */
  const note = (change) => {
    candidate.skills[skill.id] = { ...notesOf(candidate, skill.id), ...change };
    desk.changed();
    refresh(desk);
  };
  const { ticks, rating, note: text } = candidate.skills[skill.id] ?? noNotes();
  const boxes = skill.items.map((item) =>
    h(
      "li",
      {},
      tick(item.id, item.text, ticks.includes(item.id), (on) => {
        const others = notesOf(candidate, skill.id).ticks.filter((it) => it !== item.id);
        note({ ticks: on ? [...others, item.id] : others });
      }),
    ),
  );
  const ratings = interview.rubric.map(({ id, label }) => /** @type {const} */ ([id, label]));
  const meaning = (/** @type {string} */ value) =>
    interview.rubric.find(({ id }) => id === value)?.meaning ?? "";
  const asked = interview.skills.find(({ id }) => id === skill.id);
  const level = interview.levels.find(({ id }) => id === state.level)?.label ?? state.level;
  const rate = choice(`rating-${skill.id}`, ratings, rating, (value) => {
    note({ rating: readOne(value, "rating", RATING_IDS) });
    const hint = document.getElementById(`rating-${skill.id}-hint`);
    if (hint) hint.textContent = meaning(value);
  });
  const write = area(`note-${skill.id}`, text, (value) => note({ note: value }), {
    maxLength: MAX_NOTE_CHARS,
    placeholder: "What was said or done",
  });
  return h(
    "fieldset",
    { className: "tool-card" },
    h("legend", {}, skill.name),
    h("ul", { className: "tool-ticks" }, ...boxes),
    field("Your notes", write),
    field("What the notes contain", rate, meaning(rating)),
    asked && help(state.level, level, asked),
  );
};

/** The comparison anew, and the skills' cards anew. A list being typed in is never rebuilt. */
/** @type {(desk: Desk<Scorecard>) => void} */
let refresh = () => {};
/** @type {(desk: Desk<Scorecard>) => void} */
let showCards = () => {};
/** @type {(desk: Desk<Scorecard>) => void} */
const update = (desk) => {
  desk.changed();
  showCards(desk);
  refresh(desk);
};

/** @type {(root: HTMLElement, signal: AbortSignal, hash: string) => Promise<void>} */
export const mount = async (root, signal, hash) => {
  const skills = skillsOf(root);
  const answer = await fetch(new URL("data/interview.json", import.meta.url));
  /** @type {Interview} */
  const interview = await answer.json();
  /** @type {() => Scorecard} */
  const fresh = () => ({
    level: "mid",
    weights: Object.fromEntries(skills.map(({ id }) => [id, "important"])),
    candidates: [nobody("Candidate 1")],
    open: 0,
  });
  /** @type {(desk: Desk<Scorecard>) => void} */
  const render = (desk) => {
    const result = h("div", { className: "tool-result" });
    refresh = ({ state }) => result.replaceChildren(comparison(state, skills, interview));
    const table = () => csv(csvRows(desk.state, skills, interview));
    const spreadsheet = button(
      "Export CSV",
      () => download("skills-checklist.csv", table(), "text/csv"),
      { className: "tool-button" },
    );
    const cards = h("div");
    showCards = ({ state }) => {
      const wanted = skills.filter(({ id }) => state.weights[id] !== "none");
      cards.replaceChildren(...wanted.map((skill) => skillCard(desk, skill, interview)));
    };
    const parts = [job(desk, skills, interview), people(desk), cards, result];
    desk.body.append(...parts, h("p", {}, spreadsheet));
    showCards(desk);
    refresh(desk);
  };
  if (signal.aborted) return;
  const tool = { name: "skills-checklist", fresh, render };
  await start(root, { ...tool, read: (value) => read(skills, value) }, signal, hash);
};
