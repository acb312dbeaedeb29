// The cost planner: choices, a range, and every assumption behind it.
import { h } from "../chat/dom.js";
import { assumptions } from "./assumptions.js";
import { budget, payOf, total } from "./budget.js";
import { choice, field, line, readNumber, readObject, readOne, svg, table, tick } from "./fields.js";
import { start } from "./shared.js";

/** @type {CostLevel[]} */
const LEVELS = ["junior", "mid", "senior", "lead"];
/** @type {[Model, string][]} */
const MODELS = [
  ["contractor", "Contractor, direct or through a platform"],
  ["eor", "Employer of record"],
  ["agency", "Agency or staff augmentation"],
  ["entity", "Employee of your own company in Pakistan"],
];
const MODEL_IDS = MODELS.map(([id]) => id);
const BASES = /** @type {const} */ (["foreign", "local"]);
const KINDS = /** @type {const} */ ({ pay: "pay or bill", "on-costs": "on top", fee: "fees" });
const WIDTH = 640;

/** @type {(costs: Costs) => CostState} */
const fresh = (costs) => ({
  level: "mid",
  model: "contractor",
  basis: "foreign",
  months: 6,
  hours: 40,
  fullWeek: 40,
  ownLow: null,
  ownHigh: null,
  other: 0,
  rate: costs.exchange_rate.pkr_per_usd,
  overheads: false,
});

/** @type {(value: any) => CostState} */
const read = (value) => {
  const state = readObject(value, "state");
  const own = (/** @type {string} */ name) =>
    state[name] === null ? null : readNumber(state[name], name, 0, 100_000);
  return {
    level: readOne(state["level"], "level", LEVELS),
    model: readOne(state["model"], "model", MODEL_IDS),
    basis: readOne(state["basis"], "basis", BASES),
    months: readNumber(state["months"], "months", 0.5, 60),
    hours: readNumber(state["hours"], "hours", 1, 60),
    fullWeek: readNumber(state["fullWeek"], "fullWeek", 20, 60),
    ownLow: own("ownLow"),
    ownHigh: own("ownHigh"),
    other: readNumber(state["other"], "other", 0, 100_000),
    rate: readNumber(state["rate"], "rate", 1, 10_000),
    overheads: state["overheads"] === true,
  };
};

/** Rounded as the figures deserve: to ten dollars. */
/** @type {(usd: number) => string} */
const money = (usd) => `US$${(Math.round(usd / 10) * 10).toLocaleString("en-US")}`;
/** @type {(range: CostRange) => string} */
const span = ({ low, high }) => `${money(low)} to ${money(high)}`;

/** @type {(lines: CostLine[]) => Node[]} */
const bars = (lines) => {
  const sum = total(lines);
  const most = sum.high || 1;
  const name = `Bars of the low and the high budget: ${span(sum)}; the table below holds the parts.`;
  const box = { viewBox: `0 0 ${WIDTH} 140`, role: "img", class: "tool-picture", "aria-label": name };
  const drawing = svg("svg", box);
  const scale = WIDTH / most;
  for (const [place, end] of /** @type {const} */ (["low", "high"]).entries()) {
    const y = 28 + place * 70;
    let x = 0;
    for (const it of lines) {
      const width = it[end] * scale;
      drawing.append(svg("rect", { class: it.kind, x, y, width, height: 40 }));
      x += width;
    }
    const words = `${end === "low" ? "Low" : "High"}: ${money(sum[end])}`;
    drawing.append(svg("text", { x: 0, y: y - 8 }, words));
  }
  const used = new Set(lines.map(({ kind }) => kind));
  const keys = [...used].flatMap((kind) => {
    const square = svg("svg", { class: "tool-key tool-picture", viewBox: "0 0 10 10" });
    square.append(svg("rect", { class: kind, width: 10, height: 10 }));
    square.setAttribute("aria-hidden", "true");
    return [square, KINDS[kind]];
  });
  return [drawing, h("p", { className: "tool-hint" }, ...keys)];
};

/** @type {(state: CostState, costs: Costs) => string} */
const headline = (state, costs) => {
  const lines = budget(state, costs);
  return lines ? `${span(total(lines))} in all` : "No pay range was found for leads: enter your own.";
};

/** @type {(state: CostState, costs: Costs) => Node[]} */
const result = (state, costs) => {
  const lines = budget(state, costs);
  if (!lines) return [];
  const sum = total(lines);
  const { months, rate } = state;
  const monthly = { low: sum.low / months, high: sum.high / months };
  const millions = (/** @type {number} */ usd) => ((usd * rate) / 1e6).toFixed(1);
  const rows = lines.map((it) => [it.label, money(it.low), money(it.high), it.source]);
  rows.push(["Sum", money(sum.low), money(sum.high), ""]);
  return [
    h(
      "p",
      {},
      `That is ${span(monthly)} a month, or PKR ${millions(sum.low)}–${millions(sum.high)} million ` +
        "in all. It is a planning range, not an offer.",
    ),
    ...bars(lines),
    table("The budget, line by line", ["Part", "Low", "High", "Where it comes from"], rows),
    assumptions(state, costs),
  ];
};

/**
 * A number that takes effect when it is allowed; an empty one means `empty`.
 * @param {string} id
 * @param {number | null} value
 * @param {[number, number]} bounds
 * @param {(value: number | null) => void} use
 */
const number = (id, value, [min, max], use) => {
  const it = line(
    id,
    value === null ? "" : `${value}`,
    (text) => {
      const good = it.checkValidity();
      it.setAttribute("aria-invalid", `${!good}`);
      if (good) use(text === "" ? null : Number(text));
    },
    { type: "number", min, max, step: "any", inputMode: "decimal" },
  );
  return it;
};

/** @type {(desk: Desk<CostState>, costs: Costs) => void} */
const render = (desk, costs) => {
  const { state } = desk;
  const sum = h("p", { className: "tool-big", "aria-live": "polite" });
  const out = h("div", { className: "tool-result" });
  const levels = costs.planning.map(({ level, label }) => /** @type {const} */ ([level, label]));
  /** @type {(change: Partial<CostState>) => void} */
  const set = (change) => {
    Object.assign(state, change);
    desk.changed();
    refresh();
  };
  const basis = field(
    "Pay as",
    choice(
      "basis",
      [
        ["foreign", "a foreign client pays"],
        ["local", "a local employer pays"],
      ],
      state.basis,
      (value) => set({ basis: readOne(value, "basis", BASES) }),
    ),
  );
  const overheads = tick(
    "overheads",
    "Replace the on-costs by one vendor's claim of overheads (low confidence)",
    state.overheads,
    (on) => set({ overheads: on }),
  );
  const refresh = () => {
    basis.hidden = state.model === "agency";
    overheads.hidden = state.model !== "entity";
    const pay = payOf({ ...state, ownLow: null, ownHigh: null }, costs);
    const planned = state.model === "agency" ? "the hourly rates" : pay ? span(pay) : "none found";
    const hint = document.getElementById("own-low-hint");
    if (hint) hint.textContent = `Empty: the planning range (${planned}).`;
    sum.textContent = headline(state, costs);
    out.replaceChildren(...result(state, costs));
  };
  const model = choice("model", MODELS, state.model, (value) =>
    set({ model: readOne(value, "model", MODEL_IDS) }),
  );
  const level = choice("level", levels, state.level, (value) =>
    set({ level: readOne(value, "level", LEVELS) }),
  );
  /** @type {(name: "months" | "hours" | "fullWeek" | "other" | "rate", bounds: [number, number]) => HTMLElement} */
  const whole = (name, bounds) =>
    number(name, state[name], bounds, (value) => value !== null && set({ [name]: value }));
  const own = "From, full time, US$ a month";
  const ownLow = number("own-low", state.ownLow, [0, 100_000], (it) => set({ ownLow: it }));
  const ownHigh = number("own-high", state.ownHigh, [0, 100_000], (it) => set({ ownHigh: it }));
  desk.body.append(
    h(
      "fieldset",
      { className: "tool-card" },
      h("legend", {}, "Whom, and how"),
      h("div", { className: "tool-grid" }, field("Level", level), field("Model", model), basis),
      h(
        "div",
        { className: "tool-grid" },
        field("Months", whole("months", [0.5, 60])),
        field("Hours a week", whole("hours", [1, 60])),
        field("Hours of a full-time week", whole("fullWeek", [20, 60])),
      ),
      overheads,
    ),
    h(
      "fieldset",
      { className: "tool-card" },
      h("legend", {}, "Your own figures, if you have them"),
      h(
        "div",
        { className: "tool-grid" },
        field(own, ownLow, "Empty: the planning range."),
        field("To, full time, US$ a month", ownHigh),
        field("Other costs, US$ a month", whole("other", [0, 100_000])),
        field("Rupees for one US$", whole("rate", [1, 10_000])),
      ),
    ),
    sum,
    out,
  );
  refresh();
};

/** @type {(root: HTMLElement, signal: AbortSignal, hash: string) => Promise<void>} */
export const mount = async (root, signal, hash) => {
  const answer = await fetch(new URL("data/costs.json", import.meta.url));
  /** @type {Costs} */
  const costs = await answer.json();
  if (signal.aborted) return;
  /** @type {Tool<CostState>} */
  const tool = {
    name: "cost-planner",
    fresh: () => fresh(costs),
    read,
    render: (desk) => render(desk, costs),
  };
  await start(root, tool, signal, hash);
};
