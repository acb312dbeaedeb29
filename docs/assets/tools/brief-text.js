// The parts of a brief, and the brief as Markdown. Pure: knows no page.

/** @type {(id: string, kind: BriefField["kind"], label: string, hint: string, missing: string) => BriefField} */
const ask = (id, kind, label, hint, missing) => ({ id, kind, label, hint, missing });

/** @type {BriefPart[]} */
export const PARTS = [
  {
    title: "Project",
    fields: [
      ask("name", "short", "Name of the project", "Example: Booking service", "a name"),
      ask("purpose", "text", "What it is for, and for whom",
        "Example: Guests of our hotels book and change rooms without calling us.", "the purpose"),
      ask("today", "text", "What exists already",
        "Code, designs, data, accounts, other programs it must work with.", "what exists already"),
      ask("contact", "short", "Who decides on your side", "A role or a name, and a deputy.",
        "who decides"),
    ],
  },
  {
    title: "Scope",
    fields: [
      ask("in", "list", "In scope, one point per line",
        "Example: A guest can cancel a booking until the day before.", "what is in scope"),
      ask("out", "list", "Out of scope, one point per line",
        "Example: No mobile app. No change to the accounting system.", "what is out of scope"),
      ask("change", "text", "How a change to the scope is agreed",
        "Example: In writing, with its price and its effect on the dates, before work on it starts.",
        "how changes are agreed"),
    ],
  },
  {
    title: "Milestones",
    fields: [
      ask("milestones", "list", "Milestones, one per line: what, by when, what is paid",
        "Example: Search works on the test server; a date; a share of the price.", "milestones"),
      ask("start", "short", "Start and end", "Dates, or what they depend on.", "start and end"),
    ],
  },
  {
    title: "Acceptance",
    fields: [
      ask("criteria", "list", "A milestone is accepted when, one point per line",
        "Example: The agreed tests pass. The code is reviewed and merged.", "when work is accepted"),
      ask("who-accepts", "short", "Who checks, and within how many working days",
        "Say what happens if nobody answers in time.", "who checks and how fast"),
    ],
  },
  {
    title: "Revision rounds",
    fields: [
      ask("rounds", "short", "How many rounds are included, and at which price further ones",
        "Example: Two rounds per milestone; more by the hour.", "how many rounds"),
      ask("fault", "text", "What counts as a fault, and what as a change",
        "Example: A fault is work that misses this brief, and is repaired without charge.",
        "fault or change"),
    ],
  },
  {
    title: "Communication",
    fields: [
      ask("hours", "short", "Shared hours and the standing meeting",
        "The overlap planner finds them.", "shared hours"),
      ask("tools", "short", "Where you write, track tasks and keep code",
        "Example: Slack, Trello, GitHub; one place for decisions.", "tools"),
      ask("reports", "short", "What is reported, and how often",
        "Example: Done, next and blocked, at the end of each day.", "reports"),
      ask("down", "short", "What happens when power or internet fail",
        "Example: A message by phone, and the hours moved.", "what happens in an outage"),
    ],
  },
  {
    title: "Intellectual property",
    fields: [
      ask("owner", "list", "Points on who owns the work, one per line",
        "Example: All rights in the work, future work included, are assigned to us in a paper " +
        "signed before it starts. The contract settles it.", "who owns the work"),
      ask("others", "text", "Other people's code, and AI tools",
        "Which licences are allowed, and what may be entered into which AI tool.",
        "other people's code and AI tools"),
    ],
  },
  {
    title: "Confidentiality",
    fields: [
      ask("secret", "list", "What is confidential, one point per line",
        "Example: Customer data, prices, access keys.", "what is confidential"),
      ask("data", "text", "Personal data, access and the end of the work",
        "Example: Test data only; own account; access ends and copies are deleted on the last day.",
        "access to data"),
    ],
  },
];

export const FIELDS = PARTS.flatMap(({ fields }) => fields);

/** @type {(text: string | undefined) => string} */
const clean = (text) => (text ?? "").trim();

/** @type {(field: BriefField, text: string) => BriefPoint} */
const point = ({ kind, label }, text) => {
  if (kind !== "list") return { label: `${label}:`, text: text.replace(/\s*\n\s*/g, " "), items: [] };
  const items = text.split("\n").map((it) => it.replace(/^\s*[-*•]\s*/, "").trim());
  return { label: `${label.split(",")[0]}:`, text: "", items: items.filter(Boolean) };
};

/** What the brief still lacks, by part. */
/** @type {(state: BriefState) => { part: string, field: BriefField }[]} */
export const lacking = ({ answers }) =>
  PARTS.flatMap(({ title, fields }) =>
    fields.filter(({ id }) => !clean(answers[id])).map((field) => ({ part: title, field })),
  );

/** The brief in its order; parts without a word are left out. */
/** @type {(state: BriefState) => BriefPaper} */
export const paper = ({ answers }) => {
  const name = clean(answers["name"]).replace(/\s+/g, " ");
  const parts = PARTS.map(({ title, fields }) => {
    const filled = fields.filter(({ id }) => id !== "name" && clean(answers[id]));
    return { title, points: filled.map((field) => point(field, clean(answers[field.id]))) };
  });
  return {
    title: name ? `Brief: ${name}` : "Brief",
    parts: parts.filter(({ points }) => points.length),
  };
};

/** @type {(state: BriefState) => string} */
export const markdown = (state) => {
  const { title, parts } = paper(state);
  /** @type {(point: BriefPoint) => string} */
  const written = ({ label, text, items }) =>
    items.length ? `**${label}**\n\n${items.map((it) => `- ${it}`).join("\n")}` : `**${label}** ${text}`;
  const blocks = parts.flatMap((part) => [`## ${part.title}`, ...part.points.map(written)]);
  return `${[`# ${title}`, ...blocks].join("\n\n")}\n`;
};
