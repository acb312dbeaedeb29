// What a budget takes for granted and leaves out, in words.
import { h } from "../chat/dom.js";

/** @type {(state: CostState, costs: Costs) => HTMLElement} */
export const assumptions = (state, costs) => {
  const { exchange_rate: rate } = costs;
  const { months, hours, fullWeek } = state;
  const items = [
    `${months} months at ${hours} hours a week, where ${fullWeek} hours are full time: your figures.`,
    state.rate === rate.pkr_per_usd
      ? `US$1 = PKR ${state.rate}: fact ${rate.fact}; as of ${rate.as_of}; confidence ${rate.confidence}.`
      : `US$1 = PKR ${state.rate}: your figure.`,
    "The low end adds up the low figures, the high end the high ones. Sums are rounded to US$10.",
  ];
  if (state.model === "agency") items.push("A month has 52/12 weeks. No pay or on-costs of yours.");
  if (state.model === "eor" || state.model === "entity")
    items.push(
      "Gratuity is nothing at the low end, because it may not apply; at the high end it is set " +
        "aside from the first month, though it falls due only after one year.",
      "Pension and social security are counted as if both apply.",
    );
  if (state.model === "contractor")
    items.push(
      "Transfer costs are not included. No on-costs: a contractor pays their own tax.",
      "The cheaper route is not the safer one: Punjab's Labour Code, once in force, presumes an " +
        "employee (fact 3.12). Check with a Pakistani lawyer; 'Engagement models' has the test.",
    );
  items.push(
    "Not included: founding a company, a computer and workplace, recruiting, bonuses, taxes in " +
      "your own country, and your own time.",
  );
  return h(
    "div",
    {},
    h("p", {}, h("strong", {}, "Assumptions")),
    h("ul", {}, ...items.map((it) => h("li", {}, it))),
  );
};
