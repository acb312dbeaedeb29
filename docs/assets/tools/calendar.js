// A weekly meeting as an iCalendar file (RFC 5545) that names its zone and its clock changes.
import { clockChanges, offset } from "./hours.js";

const MINUTE = 60_000;
const YEARS = 10;
const MAX_LINE_BYTES = 75;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** @type {(n: number, digits?: number) => string} */
const pad = (n, digits = 2) => `${n}`.padStart(digits, "0");

/** A local time that is held as if it were UTC: 20261130T090000. */
/** @type {(ms: number) => string} */
const stamp = (ms) => new Date(ms).toISOString().replace(/[-:]|\.\d+Z/g, "");

/** @type {(minutes: number) => string} */
const utcOffset = (minutes) => {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
};

/** @type {(text: string) => string} */
const escape = (text) =>
  text.replace(/[\\;,]/g, (mark) => `\\${mark}`).replace(/\r\n|\r|\n/g, "\\n");

/** Cuts a line after at most 75 bytes, never inside a character. */
/** @type {(line: string) => string} */
export const fold = (line) => {
  const encoder = new TextEncoder();
  let bytes = 0;
  let folded = "";
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > MAX_LINE_BYTES) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
};

/** @typedef {{ local: number, from: number, to: number }} Change  In ms as if UTC, and minutes. */

/** The rule that gives all these changes, or null: "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU". */
/** @type {(changes: Change[]) => string | null} */
export const yearlyRule = (changes) => {
  if (changes.length < YEARS - 1) return null;
  const facts = changes.map(({ local, from, to }) => {
    const date = new Date(local);
    const day = date.getUTCDate();
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    const weekday = DAYS[(date.getUTCDay() + 6) % 7];
    const same = [date.getUTCMonth() + 1, weekday, local % (1440 * MINUTE), from, to].join();
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, weekday, same,
      nth: Math.ceil(day / 7), isLast: day + 7 > last };
  });
  const [first] = facts;
  if (!first) return null;
  if (facts.some(({ same, year }, place) => same !== first.same || year !== first.year + place))
    return null;
  const rule = `FREQ=YEARLY;BYMONTH=${first.month};BYDAY=`;
  if (facts.every(({ nth }) => nth === first.nth)) return `${rule}${first.nth}${first.weekday}`;
  return facts.every(({ isLast }) => isLast) ? `${rule}-1${first.weekday}` : null;
};

/** @type {(kind: string, change: Change, more: string[]) => string[]} */
const observance = (kind, { local, from, to }, more) => [
  `BEGIN:${kind}`,
  `DTSTART:${stamp(local)}`,
  `TZOFFSETFROM:${utcOffset(from)}`,
  `TZOFFSETTO:${utcOffset(to)}`,
  ...more,
  `END:${kind}`,
];

/**
 * A zone's clock from a given day on, and whether its rules go on for ever.
 * @type {(zone: string, from: number) => { lines: string[], endless: boolean }}
 */
export const timezone = (zone, from) => {
  const year = new Date(from).getUTCFullYear();
  const begins = Date.UTC(year - 1, 0, 1);
  const standard = Math.min(offset(zone, Date.UTC(year, 0, 1)), offset(zone, Date.UTC(year, 6, 1)));
  const changes = clockChanges(zone, begins, Date.UTC(year - 1 + YEARS, 0, 1)).map((at) => {
    const before = offset(zone, at - MINUTE);
    return { local: at + before * MINUTE, from: before, to: offset(zone, at) };
  });
  /** @type {(change: Change) => string} */
  const kindOf = ({ to }) => (to > standard ? "DAYLIGHT" : "STANDARD");
  const first = offset(zone, begins);
  const start = { local: begins, from: first, to: first };
  const lines = ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...observance(kindOf(start), start, [])];
  let endless = true;
  for (const kind of ["STANDARD", "DAYLIGHT"]) {
    const same = changes.filter((it) => kindOf(it) === kind);
    const [earliest] = same;
    if (!earliest) continue;
    const rule = yearlyRule(same);
    if (rule) lines.push(...observance(kind, earliest, [`RRULE:${rule}`]));
    else {
      if (same.some(({ local }) => local > from)) endless = false;
      for (const it of same) lines.push(...observance(kind, it, []));
    }
  }
  return { lines: [...lines, "END:VTIMEZONE"], endless };
};

/**
 * @typedef {{ zone: string, start: number, minutes: number, days: number[], title: string,
 *   description: string, uid: string }} Event  `start`: minutes after midnight on the zone's clock.
 */

/**
 * The file, from the first fitting day after `now` on.
 * @type {(event: Event, now: number) => string}
 */
export const calendar = ({ zone, start, minutes, days, title, description, uid }, now) => {
  const today = new Date(now + offset(zone, now) * MINUTE);
  let day = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 1);
  while (!days.includes((new Date(day).getUTCDay() + 6) % 7)) day += 1440 * MINUTE;
  const begins = day + start * MINUTE;
  const { lines, endless } = timezone(zone, now);
  const until = `;UNTIL=${stamp(begins + 365 * 1440 * MINUTE)}Z`;
  const weekdays = days.map((it) => DAYS[it]).join(",");
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Lahore Backend Guide//Overlap planner//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...lines,
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${stamp(now)}Z`,
    `DTSTART;TZID=${zone}:${stamp(begins)}`,
    `DTEND;TZID=${zone}:${stamp(begins + minutes * MINUTE)}`,
    `RRULE:FREQ=WEEKLY;BYDAY=${weekdays}${endless ? "" : until}`,
    `SUMMARY:${escape(title)}`,
    `DESCRIPTION:${escape(description)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join("");
};
