// Shapes shared by the tools' modules. Read by `npm run check`, never by a browser.

type Tool<T> = {
  /** In file names, links and the browser's storage: never changed once published. */
  name: string;
  fresh: () => T;
  /** Checks a state from a file, a link or an older page; throws `Problem`. */
  read: (value: any) => T;
  /** Fills `desk.body`, which is empty. */
  render: (desk: Desk<T>) => void;
};

type Desk<T> = {
  state: T;
  body: HTMLElement;
  signal: AbortSignal;
  say: (words: string, ...buttons: HTMLElement[]) => void;
  /** Keeps the state after a change in a control. */
  changed: () => void;
  render: () => void;
  /** Another state: shown, kept, and can be undone. */
  replace: (state: T, words: string) => void;
};

type Level = "junior" | "mid" | "senior";
type Weight = "must" | "important" | "nice" | "none";
type RatingId = "not-asked" | "none" | "some" | "clear" | "beyond";
type Skill = { id: string; name: string; items: { id: string; text: string }[] };
type SkillNotes = { ticks: string[]; rating: RatingId; note: string };
type Candidate = { name: string; skills: Record<string, SkillNotes> };
type Scorecard = {
  level: Level;
  weights: Record<string, Weight>;
  candidates: Candidate[];
  open: number;
};
type InterviewQuestion = {
  title: string;
  location: string;
  ask: string;
  evidence: Record<Level, string>;
};
type Interview = {
  rubric: { id: RatingId; label: string; meaning: string }[];
  levels: { id: Level; label: string }[];
  skills: { id: string; name: string; location: string; questions: InterviewQuestion[] }[];
};

/** Minutes after midnight; an end at or before the start is on the next day. Days: 0 is Monday. */
type WorkingDay = { start: number; end: number; days: number[] };
type OverlapState = {
  zone: string;
  yours: WorkingDay;
  lahore: WorkingDay;
  year: number;
  minutes: number;
  ruler: "yours" | "lahore";
};
/** A part of the year in which both clocks keep the same difference. Dates are ISO, both inside. */
type Season = { from: string; to: string; ahead: number };
/** Shared minutes on Lahore's clock: `start` in its day; `shift`: your day minus Lahore's day. */
type Stretch = { start: number; end: number; shift: number };
type Meeting = {
  /** On the ruling clock, in minutes after midnight. */
  start: number;
  /** Minutes outside one of the working days, added over both people, worst season. */
  outside: number;
  /** Weekdays of the ruling clock, 0 is Monday. */
  days: number[];
};

/** What the brief builder asks: the words of each part, by the id of its field. */
type BriefState = { answers: Record<string, string> };
type BriefField = {
  id: string;
  label: string;
  hint: string;
  /** Short answers are one line; lists have one point per line. */
  kind: "short" | "text" | "list";
  /** Named among what is missing when empty. */
  missing: string;
};
type BriefPart = { title: string; fields: BriefField[] };
/** An answer as it is written: a text, or items. */
type BriefPoint = { label: string; text: string; items: string[] };
type BriefPaper = { title: string; parts: { title: string; points: BriefPoint[] }[] };

type CostLevel = Level | "lead";
type Model = "contractor" | "eor" | "agency" | "entity";
type CostState = {
  level: CostLevel;
  model: Model;
  basis: "foreign" | "local";
  months: number;
  hours: number;
  fullWeek: number;
  /** US$ a month for full time; null: the planning range. */
  ownLow: number | null;
  ownHigh: number | null;
  /** US$ a month that the reader adds. */
  other: number;
  rate: number;
  overheads: boolean;
};
/** A figure of `docs/data/costs.json`; `null` is not found or open-ended. */
type Figure = {
  id: string;
  fact: string;
  label: string;
  low: number;
  high: number;
  as_of: string;
  confidence: string;
  rule?: string;
  check_with?: string;
};
type CostRange = { low: number; high: number };
type Costs = {
  exchange_rate: { pkr_per_usd: number; fact: string; as_of: string; confidence: string };
  planning: {
    level: CostLevel;
    label: string;
    local_pkr_month: CostRange | null;
    foreign_usd_month: CostRange | null;
    as_of: string;
    confidence: string;
    fact: string;
  }[];
  hourly: Figure[];
  agency_planning: Omit<Figure, "id">;
  fees: Figure[];
  on_costs: Figure[];
};
/** One line of the budget, in US$ over all months. */
type CostLine = CostRange & { kind: "pay" | "on-costs" | "fee"; label: string; source: string };
