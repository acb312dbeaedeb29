// The overlap planner: your city, both working days, a picture of the year, a meeting.
import { button, h } from "../chat/dom.js";
import { calendar } from "./calendar.js";
import { cityOf, zones } from "./cities.js";
import {
  choice,
  field,
  line,
  readList,
  readNumber,
  readObject,
  readOne,
  readText,
  tick,
} from "./fields.js";
import { LAHORE, isZone, seasonsOf, suggest } from "./hours.js";
import { Problem } from "./link.js";
import { copy, download, start } from "./shared.js";
import { clock, hours, numbers, picture } from "./year.js";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** @type {() => OverlapState} */
const fresh = () => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const office = () => ({ start: 540, end: 1080, days: [0, 1, 2, 3, 4] });
  return {
    zone: own && own !== "UTC" && own !== LAHORE && isZone(own) ? own : "Europe/London",
    yours: office(),
    lahore: office(),
    year: new Date().getFullYear(),
    minutes: 30,
    ruler: "yours",
  };
};

/** @type {(value: any, name: string) => WorkingDay} */
const readDay = (value, name) => {
  const day = readObject(value, name);
  return {
    start: readNumber(day["start"], "start", 0, 1439),
    end: readNumber(day["end"], "end", 0, 1439),
    days: readList(day["days"], "days", 7).map((it) => readNumber(it, "day", 0, 6)),
  };
};

/** @type {(value: any) => OverlapState} */
const read = (value) => {
  const state = readObject(value, "state");
  const zone = readText(state["zone"], "zone", 60);
  if (!isZone(zone)) throw new Problem(`This browser does not know the time zone '${zone}'.`);
  return {
    zone,
    yours: readDay(state["yours"], "yours"),
    lahore: readDay(state["lahore"], "lahore"),
    year: Math.round(readNumber(state["year"], "year", 2000, 2100)),
    minutes: readNumber(state["minutes"], "minutes", 15, 240),
    ruler: readOne(state["ruler"], "ruler", ["yours", "lahore"]),
  };
};

/** @type {(desk: Desk<OverlapState>, side: "yours" | "lahore", legend: string) => HTMLElement} */
const dayCard = (desk, side, legend) => {
  const day = desk.state[side];
  const time = (/** @type {"start" | "end"} */ edge, /** @type {string} */ label) =>
    field(
      label,
      line(
        `${side}-${edge}`,
        clock(day[edge]),
        (value) => {
          const [hours, minutes] = value.split(":").map(Number);
          if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return;
          day[edge] = hours * 60 + minutes;
          update(desk);
        },
        { type: "time", required: true },
      ),
    );
  const days = DAYS.map((name, place) =>
    tick(`${side}-day-${place}`, name, day.days.includes(place), (on) => {
      day.days = DAYS.map((_, it) => it).filter((it) => (it === place ? on : day.days.includes(it)));
      update(desk);
    }),
  );
  return h(
    "fieldset",
    { className: "tool-card" },
    h("legend", {}, legend),
    h("div", { className: "tool-grid" }, time("start", "Starts at"), time("end", "Ends at")),
    h("div", { className: "tool-row", role: "group", "aria-label": "Working days" }, ...days),
  );
};

/** @type {(desk: Desk<OverlapState>, seasons: Season[]) => HTMLElement} */
const meeting = (desk, seasons) => {
  const { state } = desk;
  const { zone, minutes, ruler } = state;
  const best = suggest(state, seasons);
  const city = cityOf(zone);
  const [ruling, other] = ruler === "yours" ? [city, "Lahore"] : ["Lahore", city];
  const there = seasons.map(({ ahead }) => best.start + (ruler === "yours" ? ahead : -ahead));
  const times = [...new Set(there.map((it) => clock(it)))].join(" or ");
  const named = best.days.map((it) => DAYS[it]).join(", ");
  const words = `${clock(best.start)} in ${ruling}, which is ${times} in ${other}`;
  const doubt = best.outside
    ? `No time lies inside both working days all year. This one lies ${hours(best.outside)} ` +
      "outside them at worst, both sides added."
    : "It lies inside both working days all year.";
  const box = h(
    "div",
    { id: "suggestion" },
    h("p", { className: "tool-big" }, words),
    h("p", {}, doubt, named ? ` Days that both work: ${named}.` : " No day is a working day of both."),
  );
  if (!best.days.length) return box;
  const file = () =>
    calendar(
      {
        zone: ruler === "yours" ? zone : LAHORE,
        start: best.start,
        minutes,
        days: best.days,
        title: `Call: ${city} and Lahore`,
        description: `${words}. Planned with the Lahore Backend Guide.`,
        uid: `${crypto.getRandomValues(new Uint32Array(4)).join("-")}@lahore-backend-guide`,
      },
      Date.now(),
    );
  const save = () => download("meeting.ics", file(), "text/calendar");
  const take = async () =>
    desk.say((await copy(file())) ? "The calendar text is copied." : "Copying was not allowed.");
  box.append(
    h(
      "p",
      {},
      button("Download the .ics file", save, { className: "tool-button" }),
      " ",
      button("Copy the .ics text", () => void take(), { className: "tool-button" }),
    ),
  );
  return box;
};

/** @type {(desk: Desk<OverlapState>) => void} */
let refresh = () => {};
/** @type {(desk: Desk<OverlapState>) => void} */
const update = (desk) => {
  desk.changed();
  refresh(desk);
};

/** @type {(desk: Desk<OverlapState>) => HTMLElement} */
const controls = (desk) => {
  const { state } = desk;
  const zone = zones(state.zone, (value) => {
    state.zone = value;
    update(desk);
  });
  const year = line(
    "year",
    `${state.year}`,
    (value) => {
      if (!/^20\d\d$/.test(value)) return;
      state.year = Number(value);
      update(desk);
    },
    { type: "number", min: 2000, max: 2099 },
  );
  return h(
    "fieldset",
    { className: "tool-card" },
    h("legend", {}, "Your city and the year"),
    h("div", { className: "tool-grid" }, field("Your city", zone), field("Year", year)),
  );
};

/** @type {(desk: Desk<OverlapState>) => HTMLElement} */
const meetingCard = (desk) => {
  const { state } = desk;
  /** @type {[string, string][]} */
  const lengths = [15, 30, 45, 60, 90].map((it) => [`${it}`, `${it} minutes`]);
  const minutes = choice("minutes", lengths, `${state.minutes}`, (value) => {
    state.minutes = Number(value);
    update(desk);
  });
  const ruler = choice(
    "ruler",
    [
      ["yours", `The clock of ${cityOf(state.zone)}`],
      ["lahore", "Lahore's clock"],
    ],
    state.ruler,
    (value) => {
      state.ruler = readOne(value, "ruler", ["yours", "lahore"]);
      update(desk);
    },
  );
  return h(
    "fieldset",
    { className: "tool-card" },
    h("legend", {}, "A standing meeting"),
    h("div", { className: "tool-grid" }, field("Length", minutes), field("Ruled by", ruler)),
    h("div", { className: "tool-meeting", "aria-live": "polite" }),
  );
};

/** @type {(desk: Desk<OverlapState>) => void} */
const render = (desk) => {
  const result = h("div", { className: "tool-result" });
  const card = meetingCard(desk);
  const place = card.querySelector(".tool-meeting");
  const yours = dayCard(desk, "yours", "");
  refresh = ({ state }) => {
    // In place: a list that is built anew forgets what is being typed to choose from it.
    const city = cityOf(state.zone);
    yours.querySelector("legend")?.replaceChildren(`Your working day (${city} time)`);
    card.querySelector("option[value=yours]")?.replaceChildren(`The clock of ${city}`);
    const seasons = seasonsOf(state.zone, state.year);
    const { start } = suggest(state, seasons);
    result.replaceChildren(
      ...picture(state, seasons, city, start),
      numbers(state, seasons),
    );
    place?.replaceChildren(meeting(desk, seasons));
  };
  desk.body.append(
    controls(desk),
    h(
      "div",
      { className: "tool-grid" },
      yours,
      dayCard(desk, "lahore", "The developer's working day (Lahore time)"),
    ),
    result,
    card,
  );
  refresh(desk);
};

/** @type {(root: HTMLElement, signal: AbortSignal, hash: string) => Promise<void>} */
export const mount = (root, signal, hash) =>
  start(root, { name: "overlap-planner", fresh, read, render }, signal, hash);
