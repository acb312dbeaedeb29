// Asking, waiting, and what comes of it.
import { fetchReply, NOTHING } from "./api.js";
import { isOnPage } from "./cite.js";
import { advise, busy, draft, MAX_CHARS, sent } from "./composer.js";
import { h } from "./dom.js";
import { deeds, emit, say } from "./host.js";
import { mask } from "./mask.js";
import { forget, last, MAX_TURNS, memory, save } from "./memory.js";
import { copyView, parted } from "./render.js";
import { articleOf, chip, draw, log, related, scrollToTurn } from "./shown.js";
import { here, url } from "./site.js";
import { count, fill, t } from "./strings.js";

const SKELETON_MS = 300;
const STATUS_MS = 800;
const WARM_MS = 2000;
/** Earlier questions that are sent along. */
const N_EARLIER = 3;
const YES = /^(yes|yeah|yep|ok|okay|sure|please|جی|ہاں)[\s.!۔]*$/i;

/** The question that is being answered. @type {AbortController | null} */
let running = null;
/** @type {[string, AskHow][]} */
let queue = [];

/** None of the choices is meant: they become places to look. @type {(reply: Reply) => Reply} */
const unmeant = ({ choices, index_id }) => ({ ...NOTHING, index_id, suggestions: choices });

const stop = () => running?.abort();

/** Says what waits for its turn; the last of it can be taken back. */
const showQueue = () => {
  const q = queue.map(([question]) => question).join(" · ");
  if (!q) return advise("");
  advise(fill(t.queued, q), t.drop, () => {
    queue.pop();
    showQueue();
  });
};

/** @type {Deeds["ask"]} */
const ask = (question, how = {}) => {
  question = question.trim();
  if (!memory.open) deeds.open();
  if (!question) return advise(t.empty);
  if (question.length > MAX_CHARS) return advise(fill(t.long, question.length));
  sent(question);
  if (running) queue.push([question, how]);
  showQueue();
  if (running) return;
  const { from, quote, turns } = memory;
  const [next] = related(last());
  if (YES.test(question) && next) question = next;
  const { text, hidden } = how.plain ? { text: question, hidden: [] } : mask(question);
  const earlier = turns.filter(({ id, reply }) => reply && id > from);
  /** @type {Turn} */
  const turn = {
    ...how,
    id: Date.now(),
    question: text,
    history: [...earlier.slice(-N_EARLIER).map((it) => it.question), quote].filter(Boolean),
    page: (how.page ?? here()).slice(0, 200),
  };
  turns.push(turn);
  if (turns.length > MAX_TURNS) turns.shift();
  memory.quote = "";
  if (hidden[0])
    advise(fill(t.hid, hidden.map((kind) => t[kind]).join(", ")), t.undo, () => {
      stop();
      running = null;
      turns.splice(turns.indexOf(turn), 1);
      memory.quote = quote;
      ask(question, { ...how, plain: true });
    });
  run(turn);
};

/** @param {boolean} now */
const setBusy = (now) => {
  busy(now);
  log.ariaBusy = `${now}`;
};

/** @param {Turn} turn */
const run = async (turn) => {
  if (running) return;
  const mine = (running = new AbortController());
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
  const outcome = await fetchReply(turn, mine);
  timers.forEach(clearTimeout);
  // New, Undo and destroy have ended this one.
  if (running !== mine) return;
  running = null;
  const { problem, reply } = outcome;
  Object.assign(turn, { problem, reply: reply && checked(reply, turn) });
  draw(turn);
  if (Math.abs(log.scrollTop - top) < 4) scrollToTurn(turn.id);
  setBusy(false);
  chip();
  save();
  report(turn);
  if (reply) warm();
  else if (!/stopped|refused/.test(problem?.code ?? "")) fromCopy(turn);
  const next = queue.shift();
  if (next) ask(...next);
};

/** The reply as it may be shown. @type {(reply: Reply, turn: Turn) => Reply} */
const checked = (reply, turn) => {
  if (turn.clarified && reply.kind === "clarification") return unmeant(reply);
  const near = reply.citations.filter((it) => url(it.location).pathname === location.pathname);
  if (near.every((it) => isOnPage(it, reply.index_id))) return reply;
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
  } catch {
    // Neither service nor copy can be had: the message and Retry stand alone.
  }
};

/** Has the copy at hand before the connection is lost; once, and not on metered lines. */
const warm = () => {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  setTimeout(() => import("./offline.js").then((copy) => copy.load()).catch(() => {}), WARM_MS);
};

/** Says in the status line and to the page's scripts what came. @param {Turn} turn */
const report = ({ reply, problem }) => {
  if (problem) {
    say("");
    emit("error", { code: problem.code });
  }
  if (!reply) return;
  const { kind, reason, index_id, citations } = reply;
  const { shown, also } = parted(reply);
  const n = count(t.quotations, shown.length);
  const m = count(t.sources, shown.length + also.length);
  const words = {
    answer: reply.is_weak ? t.closest : fill(t.ready, n, m),
    abstention: reason === "declined" ? t.declined : t.notFound,
    clarification: t.which,
    smalltalk: t.hello || reply.text,
  };
  say(words[kind]);
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
  stop();
  running = null;
  queue = [];
  forget();
  setBusy(false);
  draft("");
  say("");
  draw();
  chip();
};

Object.assign(deeds, { ask, run, none, stop });
