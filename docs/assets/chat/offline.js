// Search over offline.json (docs/chatbot/widget.md has its format): BM25 with prefixes and one typo.
// What it gives has the fields of the service's answer.
/** @typedef {[0 | 1, ...string[]]} Block  Sentences of a paragraph, or whole lines (1). */
/** @typedef {{ link: ChatLink, blocks: Block[], weights: Map<string, number>, size: number }} Entry */

const TIMEOUT_MS = 5000;
const K1 = 1.2;
const B = 0.6;
const [TITLE, PATH, TEXT, ASKED] = [3, 1.5, 1, 1.5];
/** Share of the question, weighted by rarity, that a section must hold to be quoted, or named. */
const [ENOUGH, NEAR] = [0.62, 0.3];
const STOP = new Set(
  (
    "a about all also am an and any are as at be been being by can could did do does for from get give " +
    "had has have he her him his how i if in into is it its just like make many may me might more most " +
    "much my need no not of on one or our out over own please she should so some something tell than " +
    "that the their them then there these they thing this those to too up us use want was way we well " +
    "were what when where which while who whom whose why will with would you your"
  ).split(" "),
);

const sorted = (/** @type {string} */ word) => [...word].sort().join("");
const SWAPPED = new Set([...STOP].filter((word) => word.length > 2).map(sorted));

/** @param {string} text */
const tokens = (text) =>
  (
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}|['’]s?\b/gu, "")
      .match(/[\p{L}\p{N}+#]+/gu) ?? []
  )
    .filter((word) => !STOP.has(word))
    .map((word) =>
      word.length < 4
        ? word
        : word
            .replace(/ies$/, "y")
            .replace(/(?<=...)(?:(?<=[sxz]|[cs]h)es|(?<!s)s|ing|ed|ly|ment|er|e)$/, ""),
    );

/** Whether two words differ by one letter: added, lost, changed or swapped with its neighbour. */
const oneTypo = (/** @type {string} */ a, /** @type {string} */ b) => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [x, y] = [a.slice(at), b.slice(at)];
  return (
    x.slice(1) === y.slice(1) ||
    x === y.slice(1) ||
    x.slice(1) === y ||
    (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2))
  );
};

const build = async () => {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(new URL("offline.json", import.meta.url), { signal });
  if (!response.ok) throw new Error(`offline.json: HTTP ${response.status}`);
  const { sections } = await response.json();
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {Entry[]} */
  const entries = sections.map((/** @type {[string, string[], Block[], string]} */ section) => {
    const [location, breadcrumb, blocks, asked] = section;
    const title = breadcrumb.at(-1) ?? "";
    /** @type {Map<string, number>} */
    const weights = new Map();
    const add = (/** @type {string} */ text, /** @type {number} */ weight) =>
      tokens(text).forEach((word) => weights.set(word, (weights.get(word) ?? 0) + weight));
    add(title, TITLE);
    add(breadcrumb.slice(0, -1).join(" "), PATH);
    const text = blocks.flatMap(([, ...units]) => units).join(" ");
    add(text, TEXT);
    add(asked, ASKED);
    for (const word of weights.keys()) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { link: { title, breadcrumb, location }, blocks, weights, size: text.length };
  });
  const mean = entries.reduce((sum, { size }) => sum + size, 0) / Math.max(entries.length, 1);
  return { entries, counts, mean };
};

/** @type {ReturnType<typeof build> | undefined} */
let loading;
export const load = () => {
  loading ??= build();
  loading.catch(() => (loading = undefined));
  return loading;
};

/** @type {(word: string, counts: Map<string, number>) => [string, number][]} */
const variants = (word, counts) => {
  if (counts.has(word)) return [[word, 1]];
  const known = [...counts.keys()];
  const longer = word.length > 3 ? known.filter((it) => it.startsWith(word)) : [];
  if (longer.length) return longer.map((it) => [it, 0.7]);
  const typos = word.length > 3 ? known.filter((it) => it.length > 2 && oneTypo(word, it)) : [];
  return typos.map((it) => [it, 0.6]);
};

/**
 * The best passage of a section; `key` is its best sentence or line where it holds more than that.
 * @type {(entry: Entry, weigh: (text: string) => number) => Citation}
 */
const cut = ({ link, blocks }, weigh) => {
  let best = { value: -1, quote: "", key: "" };
  for (const [kind, ...units] of blocks)
    units.forEach((unit, n) => {
      const value = weigh(unit);
      if (value <= best.value) return;
      // A sentence takes its neighbours with it, a list comes whole if it is short.
      const start = Math.max(0, Math.min(n - 1, units.length - 3));
      const part = kind ? (units.length < 9 ? units : [unit]) : units.slice(start, start + 3);
      best = { value, quote: part.join(kind ? "\n" : " "), key: part[1] && value ? unit : "" };
    });
  const { quote, key } = best;
  return { ...link, quote, key, landing: landing(link.location, quote) };
};

/** As in chatbot/service/marking.py. */
const ADVICE =
  /\b(il)?legal|\blaws?\b|\blawyer|\btax|\bsu(e|ing)\b|\bcourt|\bdoctor|\bmedic|\bshould i (fire|hire|quit|sign|marry)\b|قانون|ٹیکس|عدالت|ڈاکٹر/i;

/** The location with a text fragment, as in chatbot/service/marking.py. */
const landing = (/** @type {string} */ location, /** @type {string} */ quote) => {
  const all = quote.trim().split(/\s*\n\s*/).map((line) => line.split(/\s+/));
  const long = all.filter((words) => words.length > 2);
  const lines = long[0] ? long : all;
  const [first = [], last = first] = [lines[0], lines.at(-1)];
  // A number before a footnote's sign is, to the browser, no whole word: "2025.[3]".
  const end = last.slice(0, last.findLastIndex((word) => !/\d/.test(word)) + 1 || undefined);
  const part = (/** @type {string[]} */ some) =>
    encodeURIComponent(some.join(" ")).replace(/-/g, "%2D");
  const text =
    lines[1] || first.length > 12 ? `${part(first.slice(0, 8))},${part(end.slice(-4))}` : part(end);
  return `${location}${location.includes("#") ? "" : "#"}:~:text=${text}`;
};

/** The sections after and before one on its page. @type {(entries: Entry[], entry: Entry) => ChatLink[]} */
const beside = (entries, entry) => {
  const [page] = entry.link.location.split("#");
  const at = entries.indexOf(entry);
  return [entries[at + 1], entries[at - 1]].flatMap((it) =>
    it?.link.location.startsWith(`${page}#`) ? it.link : [],
  );
};

/**
 * The best passages of the copy in the browser; where none is good enough, the nearest sections.
 * @param {string} question
 * @returns {Promise<Pick<Reply, "kind" | "text" | "citations" | "suggestions" | "related" | "is_weak" | "is_advice">>}
 */
export const search = async (question) => {
  const { entries, counts, mean } = await load();
  const idf = (/** @type {number} */ n) => Math.log(1 + (entries.length - n + 0.5) / (n + 0.5));
  // A short word with its letters swapped, "teh", is no word that a section lacks.
  const swapped = (/** @type {string} */ word) => !counts.has(word) && SWAPPED.has(sorted(word));
  const asked = [...new Set(tokens(question))]
    .filter((word) => !swapped(word))
    .map((word) => {
      const found = variants(word, counts);
      const n = found.reduce((most, [it]) => Math.max(most, counts.get(it) ?? 0), 0);
      return { found, rarity: idf(n) };
    });
  const total = asked.reduce((sum, { rarity }) => sum + rarity, 0);
  const ranked = entries
    .map((entry) => {
      let score = 0;
      let covered = 0;
      for (const { found, rarity } of asked) {
        const tf = Math.max(0, ...found.map(([it, trust]) => trust * (entry.weights.get(it) ?? 0)));
        if (!tf) continue;
        score += (rarity * tf * (K1 + 1)) / (tf + K1 * (1 - B + (B * entry.size) / mean));
        covered += rarity / total;
      }
      return { entry, covered, score: score * covered };
    })
    .filter(({ covered }) => covered >= NEAR)
    .sort((a, b) => b.score - a.score || (a.entry.link.location < b.entry.link.location ? -1 : 1));
  const weights = new Map(asked.flatMap(({ found, rarity }) => found.map(([it]) => [it, rarity])));
  const weigh = (/** @type {string} */ text) =>
    [...new Set(tokens(text))].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
  const enough = ranked.filter(({ covered }) => covered >= ENOUGH).slice(0, 3);
  const citations = enough.map(({ entry }) => cut(entry, weigh));
  const text = citations[0]?.quote ?? "";
  return {
    kind: text ? "answer" : "abstention",
    text,
    citations,
    suggestions: enough[0] ? [] : ranked.slice(0, 3).map(({ entry }) => entry.link),
    related: enough[0] ? beside(entries, enough[0].entry) : [],
    is_weak: true,
    is_advice: ADVICE.test(question),
  };
};
