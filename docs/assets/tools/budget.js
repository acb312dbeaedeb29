// The budget: a sum of ranges. Pure; every figure comes from the data file or from the reader.

const WEEKS_A_MONTH = 52 / 12;

/** @type {(figure: { fact: string, as_of: string, confidence: string, rule?: string, check_with?: string }) => string} */
const sourceOf = ({ fact, as_of, confidence, rule, check_with }) => {
  const named = fact.startsWith("own") ? "Our planning range" : `Fact ${fact}`;
  const more = [rule && `rule: ${rule}`, check_with && `check with ${check_with}`].filter(Boolean);
  const date = as_of === "undated" ? as_of : `as of ${as_of}`;
  return `${named}; ${date}; confidence ${confidence}${more.map((it) => `; ${it}`).join("")}`;
};

/** @type {(figures: Figure[], id: string) => Figure} */
const figure = (figures, id) => {
  const found = figures.find((it) => it.id === id);
  if (!found) throw new RangeError(`The data file has no figure '${id}'.`);
  return found;
};

/** Pay a month for full time in US$, or null where no range was found. */
/** @type {(state: CostState, costs: Costs) => CostRange & { source: string } | null} */
export const payOf = ({ level, basis, ownLow, ownHigh, rate }, costs) => {
  const planned = costs.planning.find((it) => it.level === level);
  const rupees = planned?.local_pkr_month;
  const local = rupees && { low: rupees.low / rate, high: rupees.high / rate };
  const range = basis === "local" ? local : planned?.foreign_usd_month;
  if (ownLow === null && ownHigh === null)
    return planned && range ? { ...range, source: sourceOf(planned) } : null;
  const low = ownLow ?? ownHigh ?? 0;
  const high = ownHigh ?? ownLow ?? 0;
  return { low: Math.min(low, high), high: Math.max(low, high), source: "Your own figure" };
};

/** @type {(state: CostState, costs: Costs) => CostLine[]} */
const agency = ({ level, months, hours }, costs) => {
  const rate = costs.hourly.find(({ id }) => id === `agency-bill-${level}`) ?? costs.agency_planning;
  const all = hours * WEEKS_A_MONTH * months;
  return [
    {
      kind: "pay",
      label: `Agency's bill, US$${rate.low}–${rate.high} an hour`,
      low: rate.low * all,
      high: rate.high * all,
      source: sourceOf(rate),
    },
  ];
};

/** @type {(state: CostState, costs: Costs, pay: CostRange) => CostLine[]} */
const onCosts = ({ model, months, rate, overheads }, costs, pay) => {
  if (model === "contractor") return [];
  /** @type {(id: string, low: number, high: number) => CostLine} */
  const row = (id, low, high) => {
    const it = figure(costs.on_costs, id);
    return { kind: "on-costs", label: it.label, low, high, source: sourceOf(it) };
  };
  if (overheads && model === "entity") {
    const { low, high } = figure(costs.on_costs, "in-house-factor");
    return [row("in-house-factor", pay.low * (low - 1), pay.high * (high - 1))];
  }
  const statutory = figure(costs.on_costs, "statutory-sum");
  const gratuity = figure(costs.on_costs, "gratuity");
  return [
    row("statutory-sum", (statutory.low / rate) * months, (statutory.high / rate) * months),
    row("gratuity", 0, (pay.high * gratuity.high) / 100),
  ];
};

/** @type {(state: CostState, costs: Costs, pay: CostRange) => CostLine[]} */
const fees = ({ model, months }, costs, pay) => {
  if (model === "entity") return [];
  const fee = figure(costs.fees, `${model}-planning`);
  /** @type {CostLine[]} */
  const lines = [
    {
      kind: "fee",
      label: `${fee.label}, US$${fee.low}–${fee.high} a month`,
      low: fee.low * months,
      high: fee.high * months,
      source: sourceOf(fee),
    },
  ];
  if (model !== "eor") return lines;
  const spread = figure(costs.fees, "currency-spread");
  lines.push({
    kind: "fee",
    label: `${spread.label}, ${spread.low}–${spread.high}% of pay`,
    low: (pay.low * spread.low) / 100,
    high: (pay.high * spread.high) / 100,
    source: sourceOf(spread),
  });
  return lines;
};

/**
 * The lines of the budget, or null where pay is not known.
 * @type {(state: CostState, costs: Costs) => CostLine[] | null}
 */
export const budget = (state, costs) => {
  const { model, months, hours, fullWeek, other } = state;
  /** @type {CostLine[]} */
  const own = other
    ? [
        {
          kind: "on-costs",
          label: "Other costs that you added",
          low: other * months,
          high: other * months,
          source: "Your own figure",
        },
      ]
    : [];
  if (model === "agency" && state.ownLow === null && state.ownHigh === null)
    return [...agency(state, costs), ...own];
  const monthly = payOf(state, costs);
  if (!monthly) return null;
  const share = (hours / fullWeek) * months;
  const pay = { low: monthly.low * share, high: monthly.high * share };
  const label = model === "agency" ? "Agency's bill" : "Pay";
  /** @type {CostLine} */
  const first = { kind: "pay", label, ...pay, source: monthly.source };
  if (model === "agency") return [first, ...own];
  return [first, ...onCosts(state, costs, pay), ...fees(state, costs, pay), ...own];
};

/** @type {(lines: CostLine[]) => CostRange} */
export const total = (lines) => ({
  low: lines.reduce((sum, { low }) => sum + low, 0),
  high: lines.reduce((sum, { high }) => sum + high, 0),
});
