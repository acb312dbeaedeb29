// The year as a picture (months across, Lahore's day downwards) and as a table.
import { h } from "../chat/dom.js";
import { cityOf } from "./cities.js";
import { svg, table } from "./fields.js";
import { minutesOf, stretches, weekly } from "./hours.js";

const DAY = 1440;
const WIDTH = 640;
const LEFT = 34;
const TOP = 26;
const HEIGHT = 288;
const MONTHS = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];

/** Minutes as a clock time; hours after midnight are the next day's. */
/** @type {(minutes: number) => string} */
export const clock = (minutes) => {
  const inside = ((minutes % DAY) + DAY) % DAY;
  return `${`${Math.floor(inside / 60)}`.padStart(2, "0")}:${`${inside % 60}`.padStart(2, "0")}`;
};

/** @type {(iso: string) => number} */
const ms = (iso) => Date.parse(`${iso}T00:00Z`);

/** The parts of a span that lie in the day from 0 to 24, wrapped round midnight. */
/** @type {(start: number, end: number) => [number, number][]} */
const wrapped = (start, end) =>
  [-2 * DAY, -DAY, 0, DAY, 2 * DAY]
    .map((by) => /** @type {[number, number]} */ ([
      Math.max(0, start + by),
      Math.min(DAY, end + by),
    ]))
    .filter(([from, to]) => to > from);

/**
 * The drawing and its key.
 * @type {(state: OverlapState, seasons: Season[], city: string, meeting: number) => Node[]}
 */
export const picture = ({ yours, lahore, year, ruler }, seasons, city, meeting) => {
  const [begins, ends] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  const x = (/** @type {number} */ at) => LEFT + ((WIDTH - LEFT - 4) * (at - begins)) / (ends - begins);
  const y = (/** @type {number} */ minutes) => TOP + (HEIGHT * minutes) / DAY;
  const box = { viewBox: `0 0 ${WIDTH} ${TOP + HEIGHT + 12}`, role: "img", class: "tool-picture" };
  const name = `Hours that ${city} shares with Lahore in ${year}; the table below holds them.`;
  const drawing = svg("svg", { ...box, "aria-label": name });
  const ground = { x: LEFT, y: TOP, width: WIDTH - LEFT - 4, height: HEIGHT, class: "ground" };
  drawing.append(svg("rect", ground));
  for (const { from, to, ahead } of seasons) {
    const [left, right] = [x(ms(from)), x(ms(to) + DAY * 60_000)];
    /** @type {(kind: string, start: number, end: number, inset: number) => void} */
    const band = (kind, start, end, inset) => {
      for (const [low, high] of wrapped(start, end > start ? end : end + DAY))
        drawing.append(
          svg("rect", {
            class: kind,
            x: left + inset,
            y: y(low),
            width: Math.max(0, right - left - 2 * inset),
            height: y(high) - y(low),
          }),
        );
    };
    band("lahore", lahore.start, lahore.end, 0);
    const yourEnd = yours.end > yours.start ? yours.end : yours.end + DAY;
    band("yours", yours.start + ahead, yourEnd + ahead, 0);
    for (const { start, end } of stretches(yours, lahore, ahead)) band("shared", start, end, 0);
    const at = ((meeting + (ruler === "yours" ? ahead : 0)) % DAY + DAY) % DAY;
    for (const kind of ["halo", "meeting"])
      drawing.append(svg("line", { class: kind, x1: left, x2: right, y1: y(at), y2: y(at) }));
  }
  for (let hour = 0; hour <= 24; hour += 3) {
    const at = y(hour * 60);
    drawing.append(
      svg("line", { class: "line", x1: LEFT, x2: WIDTH - 4, y1: at, y2: at, "stroke-width": 0.6 }),
      svg("text", { x: LEFT - 6, y: at + 4, "text-anchor": "end", class: "soft" }, clock(hour * 60).slice(0, 2)),
    );
  }
  MONTHS.forEach((letter, month) => {
    const at = x(Date.UTC(year, month, 16));
    drawing.append(svg("text", { x: at, y: TOP - 8, "text-anchor": "middle" }, letter));
  });
  const key = (/** @type {string} */ kind, /** @type {string} */ words) => {
    const square = svg("svg", { class: "tool-key tool-picture", viewBox: "0 0 10 10" });
    square.append(svg("rect", { class: kind, width: 10, height: 10 }));
    square.setAttribute("aria-hidden", "true");
    return [square, words];
  };
  const keys = h(
    "p",
    { className: "tool-hint" },
    ...key("shared", "shared hours"),
    ...key("yours", `only ${city}`),
    ...key("lahore", "only Lahore"),
    ". The dashed line is the meeting below. All times in the picture are Lahore's.",
  );
  return [drawing, keys];
};

/** @type {(iso: string) => string} */
const day = (iso) =>
  new Date(`${iso}T00:00Z`).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "long",
  });

/** @type {(minutes: number) => string} */
export const hours = (minutes) => {
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!rest) return `${whole} ${whole === 1 ? "hour" : "hours"}`;
  return whole ? `${whole} h ${rest} min` : `${rest} min`;
};

/** @type {(ahead: number) => string} */
const difference = (ahead) =>
  ahead === 0 ? "same clock" : `${hours(Math.abs(ahead))} ${ahead > 0 ? "ahead" : "behind"}`;

/** @type {(state: OverlapState, seasons: Season[]) => HTMLElement} */
export const numbers = ({ zone, yours, lahore }, seasons) => {
  const city = cityOf(zone);
  const rows = seasons.map(({ from, to, ahead }) => {
    const parts = stretches(yours, lahore, ahead);
    const span = (/** @type {number} */ less) =>
      parts.map((it) => `${clock(it.start - less)}–${clock(it.end - less)}`).join(", ") || "none";
    return [
      `${day(from)} to ${day(to)}`,
      difference(ahead),
      hours(minutesOf(parts)),
      span(0),
      span(ahead),
      hours(weekly(yours, lahore, ahead)),
    ];
  });
  const head = ["Dates", "Lahore is", "Shared in a day", "In Lahore", `In ${city}`, "In a week"];
  return table(`Shared hours of ${city} and Lahore`, head, rows);
};
