// Shared hours of a zone with Lahore. Pure functions; the clock changes come from `Intl`.

export const LAHORE = "Asia/Karachi"; // the zone's name; all Pakistan keeps the same clock
const DAY = 1440;
const MS = 60_000;
const STEP = 15;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
/** @type {(zone: string) => Intl.DateTimeFormat} */
const format = (zone) => {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
};

/** @type {(zone: string) => boolean} */
export const isZone = (zone) => {
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
};

/** How far a zone's clock is ahead of UTC at an instant, in minutes. */
/** @type {(zone: string, ms: number) => number} */
export const offset = (zone, ms) => {
  const parts = Object.fromEntries(
    format(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(ms / 1000) * 1000) / MS);
};

/** The instants, in ms, at which a zone changes its clock, in order. */
/** @type {(zone: string, from: number, to: number) => number[]} */
export const clockChanges = (zone, from, to) => {
  const changes = [];
  const week = 7 * DAY * MS;
  for (let at = from; at < to; at += week) {
    let low = at;
    let high = Math.min(at + week, to);
    const before = offset(zone, low);
    if (offset(zone, high) === before) continue;
    while (high - low > MS) {
      const middle = low + Math.floor((high - low) / 2 / MS) * MS;
      if (offset(zone, middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes;
};

/** @type {(ms: number) => string} */
const isoDate = (ms) => new Date(ms).toISOString().slice(0, 10);

/** The year cut where the difference changes; `ahead` is Lahore minus the zone, in minutes. */
/** @type {(zone: string, year: number) => Season[]} */
export const seasonsOf = (zone, year) => {
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  const ahead = (/** @type {number} */ ms) => offset(LAHORE, ms) - offset(zone, ms);
  // A season begins on the day of the change in the zone: clocks change at night.
  const cuts = [zone, LAHORE].flatMap((it) =>
    clockChanges(it, start, end).map((at) => {
      const local = at / MS + offset(it, at);
      return Math.floor(local / DAY) * DAY * MS;
    }),
  );
  const days = [...new Set([start, ...cuts])];
  days.sort((a, b) => a - b);
  return days.map((from, place) => {
    const next = days[place + 1] ?? end;
    return { from: isoDate(from), to: isoDate(next - MS), ahead: ahead((from + next) / 2) };
  });
};

/** @type {(day: WorkingDay) => number} */
const lengthOf = ({ start, end }) => (end > start ? end - start : end - start + DAY);

/** The shared stretches of a Lahore working day, on Lahore's clock. */
/** @type {(yours: WorkingDay, lahore: WorkingDay, ahead: number) => Stretch[]} */
export const stretches = (yours, lahore, ahead) =>
  [-2, -1, 0, 1, 2]
    .map((shift) => {
      const begins = yours.start + ahead + shift * DAY;
      const start = Math.max(lahore.start, begins);
      const end = Math.min(lahore.start + lengthOf(lahore), begins + lengthOf(yours));
      return { start, end, shift };
    })
    .filter(({ start, end }) => end > start);

/** @type {(parts: Stretch[]) => number} */
export const minutesOf = (parts) => parts.reduce((all, { start, end }) => all + end - start, 0);

/** @type {(day: number) => number} */
const weekday = (day) => ((day % 7) + 7) % 7;

/** Shared minutes in a week, with the days on which both work. */
/** @type {(yours: WorkingDay, lahore: WorkingDay, ahead: number) => number} */
export const weekly = (yours, lahore, ahead) => {
  const parts = stretches(yours, lahore, ahead);
  return lahore.days.reduce(
    (all, day) =>
      all + minutesOf(parts.filter(({ shift }) => yours.days.includes(weekday(day + shift)))),
    0,
  );
};

/** Minutes of [start, start + length) outside a working day, and how far from its edges. */
/** @type {(start: number, length: number, day: WorkingDay) => { outside: number, margin: number, shift: number }} */
const fit = (start, length, day) => {
  const tries = [-1, 0, 1].map((shift) => {
    const begins = day.start + shift * DAY;
    const before = start - begins;
    const after = begins + lengthOf(day) - start - length;
    const margin = Math.min(before, after);
    return { outside: Math.max(0, -before) + Math.max(0, -after), margin, shift };
  });
  return tries.reduce((best, it) => (it.outside < best.outside ? it : best));
};

/** The weekdays of the ruling clock on which both work. */
/** @type {(start: number, length: number, state: OverlapState, ahead: number) => number[]} */
const sharedDays = (start, length, state, ahead) => {
  const { yours, lahore, ruler } = state;
  const [own, other, to] = ruler === "yours" ? [yours, lahore, ahead] : [lahore, yours, -ahead];
  const here = fit(start, length, own).shift;
  const there = fit(start + to, length, other).shift;
  return [0, 1, 2, 3, 4, 5, 6].filter(
    (day) => own.days.includes(weekday(day + here)) && other.days.includes(weekday(day + there)),
  );
};

/**
 * The meeting time that fits every season best.
 * @param {OverlapState} state
 * @param {Season[]} seasons
 * @returns {Meeting}
 */
export const suggest = (state, seasons) => {
  const { yours, lahore, minutes, ruler } = state;
  const [own, other] = ruler === "yours" ? [yours, lahore] : [lahore, yours];
  /** @type {Meeting & { margin: number } | null} */
  let best = null;
  for (let start = 0; start < DAY; start += STEP) {
    const here = fit(start, minutes, own);
    const there = seasons.map(({ ahead }) =>
      fit(start + (ruler === "yours" ? ahead : -ahead), minutes, other),
    );
    const outside = here.outside + Math.max(...there.map((it) => it.outside));
    const margin = Math.min(here.margin, ...there.map((it) => it.margin));
    if (best && (outside > best.outside || (outside === best.outside && margin <= best.margin)))
      continue;
    const days = seasons
      .map(({ ahead }) => sharedDays(start, minutes, state, ahead))
      .reduce((both, more) => both.filter((day) => more.includes(day)));
    best = { start, outside, margin, days };
  }
  if (!best) throw new RangeError("A year has no season.");
  return best;
};
