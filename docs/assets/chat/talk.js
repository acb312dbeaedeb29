import { ask, NOTHING } from "./api.js";
import { MAX_CHARS } from "./composer.js";
import { h } from "./dom.js";
import { MAX_TURNS } from "./memory.js";
import { copyView, parted } from "./render.js";
import { Shown } from "./shown.js";
import { here, url } from "./site.js";
import { count, fill, t } from "./strings.js";

const SKELETON_MS = 300;
const STATUS_MS = 800;
const WARM_MS = 2000;
/** Earlier questions that are sent along. */
const N_EARLIER = 3;
const YES = /^(yes|yeah|yep|ok|okay|sure|please|جی|ہاں)[\s.!۔]*$/i;
/** An e-mail address holds an at sign, a number that is hidden nine digits or more. */
const mayBePersonal = (/** @type {string} */ text) =>
  text.includes("@") || text.replace(/\P{Nd}/gu, "").length > 8;

/** None of the choices is meant: they become places to look. @type {(reply: Reply) => Reply} */
const unmeant = ({ choices, index_id }) => ({ ...NOTHING, index_id, suggestions: choices });

/** Asking, waiting, and what comes of it. */
export class Talk extends Shown {
  /** @type {AbortController | null} */
  running = null;
  /** @type {[string, AskHow][]} */
  queue = [];

  async open() {}

  /**
   * @param {string} question
   * @param {AskHow} [how]
   * @returns {Promise<void>}
   */
  async ask(question, how = {}) {
    question = question.trim();
    const { composer, memory, quote } = this;
    if (!memory.open) await this.open();
    if (!question) return composer.note(t.empty);
    if (question.length > MAX_CHARS) return composer.note(fill(t.long, { n: question.length }));
    composer.sent(question);
    if (this.running) this.queue.push([question, how]);
    this.waiting();
    if (this.running) return;
    if (YES.test(question) && this.related[0]) question = this.related[0];
    const { turns } = memory;
    /** @type {ReturnType<typeof import("./mask.js").mask>} */
    let masked = { text: question, hidden: [] };
    if (!how.plain && mayBePersonal(question))
      try {
        masked = (await import("./more.js")).mask(question);
      } catch {
        // What cannot be hidden is not sent.
        composer.fill(question);
        return composer.note(t.away);
      }
    if (this.running) return this.ask(question, how);
    const earlier = turns.filter(({ id, reply }) => reply && id > memory.from);
    /** @type {Turn} */
    const turn = {
      ...how,
      id: Date.now(),
      question: masked.text,
      history: [...earlier.slice(-N_EARLIER).map((it) => it.question), quote].filter(Boolean),
      page: (how.page ?? here()).slice(0, 200),
    };
    turns.push(turn);
    if (turns.length > MAX_TURNS) turns.shift();
    this.quote = "";
    const hidden = masked.hidden.map((kind) => t[kind]).join(", ");
    if (hidden)
      composer.note(fill(t.hid, { x: hidden }), t.undo, () => {
        this.stop();
        this.running = null;
        turns.splice(turns.indexOf(turn), 1);
        this.quote = quote;
        void this.ask(question, { ...how, plain: true });
      });
    void this.run(turn);
  }

  stop() {
    this.running?.abort();
  }

  /** Says what waits for its turn; the last of it can be taken back. */
  waiting() {
    const q = this.queue.map(([question]) => question).join(" · ");
    if (!q) return this.composer.note("");
    this.composer.note(fill(t.queued, { q }), t.drop, () => {
      this.queue.pop();
      this.waiting();
    });
  }

  /** @param {boolean} now */
  busy(now) {
    this.composer.busy(now);
    this.log.ariaBusy = `${now}`;
  }

  /** @param {Turn} turn */
  async run(turn) {
    if (this.running) return;
    const stop = (this.running = new AbortController());
    Object.assign(turn, { reply: undefined, problem: undefined, copy: undefined });
    this.say("");
    this.draw(turn);
    this.busy(true);
    this.scrollTo_(turn.id);
    const top = this.log.scrollTop;
    const skeleton = () => this.article(turn.id)?.append(h("div", { className: "skeleton" }));
    const timers = [
      setTimeout(skeleton, SKELETON_MS),
      setTimeout(() => this.say(t.searching), STATUS_MS),
    ];
    const outcome = await ask(turn, stop);
    const reply = outcome.reply && (await this.checked(outcome.reply, turn));
    timers.forEach(clearTimeout);
    // New, Undo and destroy have ended this one.
    if (this.running !== stop) return;
    this.running = null;
    const { problem } = outcome;
    Object.assign(turn, { problem, reply });
    this.draw(turn);
    if (Math.abs(this.log.scrollTop - top) < 4) this.scrollTo_(turn.id);
    this.busy(false);
    this.chip();
    this.save();
    this.report(turn);
    if (reply) void this.warm();
    else if (!/stopped|refused/.test(problem?.code ?? "")) void this.fromCopy(turn);
    const next = this.queue.shift();
    if (next) void this.ask(...next);
  }

  /** The reply as it may be shown. @type {(reply: Reply, turn: Turn) => Promise<Reply>} */
  async checked(reply, turn) {
    if (turn.clarified && reply.kind === "clarification") return unmeant(reply);
    const { pathname } = location;
    const near = reply.citations.filter((it) => url(it.location).pathname === pathname);
    const more = near[0] && (await import("./more.js").catch(() => null));
    if (!more || near.every((it) => more.isOnPage(it, reply.index_id))) return reply;
    console.debug("faq-chat: an answer that quotes what the page does not say");
    return NOTHING;
  }

  /** @param {Turn} turn */
  async fromCopy(turn) {
    const { problem } = turn;
    try {
      const found = await (await import("./offline.js")).search(turn.question);
      // The question was asked again, or its conversation is over.
      if (turn.problem !== problem || !this.memory.turns.includes(turn)) return;
      const text = found.citations[0]?.quote ?? "";
      const answer = text ? { kind: /** @type {const} */ ("answer"), is_weak: true } : {};
      turn.copy = { ...NOTHING, ...found, ...answer, text, from_copy: true };
      this.save();
      const article = this.article(turn.id);
      article?.querySelector(".problem")?.after(copyView(turn.copy, turn, this.deeds));
    } catch {
      // Neither service nor copy can be had: the message and Retry stand alone.
    }
  }

  /** Has the copy at hand before the connection is lost; once, and not on metered lines. */
  async warm() {
    if (/** @type {any} */ (navigator).connection?.saveData) return;
    await new Promise((done) => setTimeout(done, WARM_MS));
    await import("./offline.js").then((copy) => copy.load()).catch(() => {});
  }

  /** Says in the status line and to the page's scripts what came. @param {Turn} turn */
  report({ reply, problem }) {
    if (problem) {
      this.say("");
      return this.emit("error", { code: problem.code });
    }
    if (!reply) return;
    const { kind, reason, index_id, citations } = reply;
    const { shown, also } = parted(reply);
    const n = count(t.quotations, shown.length);
    const m = count(t.sources, shown.length + also.length);
    const said = {
      answer: reply.is_weak ? t.closest : fill(t.ready, { n, m }),
      abstention: reason === "declined" ? t.declined : t.found,
      clarification: t.which,
      smalltalk: t.hello || reply.text,
    };
    this.say(said[kind]);
    this.read.hidden = false;
    const detail = { kind, reason, index_id, locations: citations.map(({ location }) => location) };
    this.emit(kind === "abstention" ? "abstain" : "answer", detail);
  }

  /** @param {Turn} turn */
  none(turn) {
    if (turn.reply) turn.reply = unmeant(turn.reply);
    this.draw(turn);
    this.save();
  }
}
