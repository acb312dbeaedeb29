// Asking, waiting, and what comes of it.
import { fetchReply, NOTHING } from "./api.js";
import { isOnPage } from "./cite.js";
import { advise, busy, draft, hid, MAX_CHARS, next, sent } from "./composer.js";
import { attempt, h } from "./dom.js";
import { deeds, emit, say } from "./host.js";
import { mask } from "./mask.js";
import { forget, last, MAX_TURNS, memory, save } from "./memory.js";
import { copyView, parted } from "./render.js";
import { articleOf, draw, log, related, scrollToTurn } from "./shown.js";
import { here } from "./site.js";
import { count, fill, t } from "./strings.js";

const SKELETON_MS = 300;
const STATUS_MS = 800;
const WARM_MS = 2000;
/** Earlier questions that are sent along. */
const N_EARLIER = 3;
const YES = /^(yes|yeah|yep|ok|okay|sure|please|جی|ہاں)[\s.!۔]*$/i;

/** The question that is being answered. @type {Turn | null} */
let running = null;
let patience = new AbortController();
/** What waits for its turn. @type {[question: string, begin: () => void][]} */
let queue = [];

/** None of the choices is meant: they become places to look. @type {(reply: Reply) => Reply} */
const unmeant = ({ choices, index_id }) => ({ ...NOTHING, index_id, suggestions: choices });

const stop = () => patience.abort();

/** Says what waits for its turn; the last of it can be taken back. */
const showQueue = () => {
  const q = queue.map(([question]) => question).join(" · ");
  const drop = () => {
    queue.pop();
    showQueue();
  };
  advise(q && fill(t.queued, q), t.drop, drop, next);
};

/** @type {Deeds["ask"]} */
const ask = (question, how = {}) => {
  question = question.trim();
  if (!memory.open) deeds.open();
  const masked = how.plain ? { text: question, hidden: [] } : mask(question);
  const { length } = masked.text;
  if (!length) return advise(t.empty);
  if (length > MAX_CHARS) return advise(fill(t.long, length));
  sent(question);
  const begin = () => start(question, how, masked);
  if (running) queue.push([question, begin]);
  else {
    hid.replaceChildren();
    begin();
  }
  showQueue();
};

/** @type {(question: string, how: AskHow, masked: ReturnType<typeof mask>) => void} */
const start = (question, how, { text, hidden }) => {
  const { from, quote, turns } = memory;
  const [first] = related(last());
  const earlier = turns.filter(({ id, reply }) => reply && id > from);
  /** @type {Turn} */
  const turn = {
    ...how,
    id: Date.now(),
    question: (YES.test(text) && first) || text,
    history: [...earlier.slice(-N_EARLIER).map((it) => it.question), quote].filter(Boolean),
    page: (how.page ?? here()).slice(0, 200),
  };
  turns.push(turn);
  if (turns.length > MAX_TURNS) turns.shift();
  memory.quote = "";
  const undo = () => {
    if (running === turn) end();
    memory.turns = memory.turns.filter((it) => it !== turn);
    memory.quote = quote;
    draw();
    ask(question, { ...how, plain: true });
  };
  if (hidden[0]) advise(fill(t.hid, hidden.map((kind) => t[kind]).join(", ")), t.undo, undo, hid);
  run(turn);
};

/** Waits no longer, and shows nothing of what comes. */
const end = () => {
  stop();
  running = null;
};

/** @param {boolean} now */
const setBusy = (now) => {
  busy(now);
  log.ariaBusy = `${now}`;
};

/** @param {Turn} turn */
const run = async (turn) => {
  if (running) return;
  running = turn;
  patience = new AbortController();
  turn.reply = turn.problem = turn.copy = undefined;
  say("");
  draw(turn);
  save();
  setBusy(true);
  scrollToTurn(turn.id);
  const top = log.scrollTop;
  const skeleton = () => articleOf(turn.id)?.append(h("div", { className: "skeleton" }));
  const timers = [
    setTimeout(skeleton, SKELETON_MS),
    setTimeout(() => say(t.searching), STATUS_MS),
  ];
  const outcome = await fetchReply(turn, patience);
  timers.forEach(clearTimeout);
  // New, Undo and destroy have ended this one.
  if (running !== turn) return;
  running = null;
  const { problem, reply } = outcome;
  const show = (/** @type {Reply | undefined} */ it) => {
    Object.assign(turn, { problem, reply: it });
    draw(turn);
  };
  if (attempt(() => show(reply && checked(reply, turn))) === null) show(NOTHING);
  if (Math.abs(log.scrollTop - top) < 4) scrollToTurn(turn.id);
  setBusy(false);
  save();
  report(turn);
  if (reply) warm();
  else if (!/stopped|refused/.test(problem?.code ?? "")) fromCopy(turn);
  queue.shift()?.[1]();
  showQueue();
};

/** The reply as it may be shown. @type {(reply: Reply, turn: Turn) => Reply} */
const checked = (reply, turn) => {
  if (turn.clarified && reply.kind === "clarification") return unmeant(reply);
  if (reply.citations.every((it) => isOnPage(it, reply.index_id))) return reply;
  console.debug("faq-chat: an answer that is not on its page");
  return NOTHING;
};

/** @param {Turn} turn */
const fromCopy = async (turn) => {
  const { problem } = turn;
  try {
    const copy = await (await import("./offline.js")).search(turn.question);
    // The question was asked again, or its conversation is over.
    if (turn.problem !== problem || !memory.turns.includes(turn)) return;
    turn.copy = { ...NOTHING, ...copy, from_copy: true };
    save();
    articleOf(turn.id)?.querySelector(".problem")?.after(copyView(turn.copy, turn));
    say(`${t.below} ${told(turn.copy)}`);
  } catch {
    // Neither service nor copy can be had: the message and Retry stand alone.
  }
};

/** Has the copy at hand before the connection is lost; once, and not on metered lines. */
const warm = () => {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  setTimeout(() => import("./offline.js").then((copy) => copy.load()).catch(() => {}), WARM_MS);
};

/** A reply in a line. @param {Reply} reply */
const told = (reply) => {
  const { shown, also } = parted(reply);
  const n = count(t.quotations, shown.length);
  const m = count(t.sources, shown.length + also.length);
  return {
    answer: reply.is_weak ? t.closest : fill(t.ready, n, m),
    abstention: reply.reason === "declined" ? t.declined : t.notFound,
    clarification: t.which,
    smalltalk: t.hello || reply.text,
  }[reply.kind];
};

/** Says in the status line and to the page's scripts what came. @param {Turn} turn */
const report = ({ reply, problem }) => {
  say(reply ? told(reply) : "");
  if (problem) emit("error", { code: problem.code });
  if (!reply) return;
  const { kind, reason, index_id, citations } = reply;
  const detail = { kind, reason, index_id, locations: citations.map(({ location }) => location) };
  emit(kind === "abstention" ? "abstain" : "answer", detail);
};

/** @param {Turn} turn */
const none = (turn) => {
  if (turn.reply) turn.reply = unmeant(turn.reply);
  draw(turn);
  save();
};

/** Forgets everything, on the screen and in the tab. */
export const clear = () => {
  end();
  queue = [];
  showQueue();
  hid.replaceChildren();
  forget();
  setBusy(false);
  draft("");
  say("");
  draw();
};

Object.assign(deeds, { ask, run, none, stop });
