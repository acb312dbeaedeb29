import { ask } from "./api.js";
import { composer, MAX_CHARS } from "./composer.js";
import { button, h, plain } from "./dom.js";
import { MAX_TURNS, recall, remember } from "./memory.js";
import { copyView, prepare, turnView } from "./render.js";
import { here, questions } from "./site.js";
import { count, fill, t } from "./strings.js";

const SKELETON_MS = 300;
const STATUS_MS = 800;
const WARM_MS = 2000;
const YES = /^(yes|yeah|yep|ok|okay|sure|please|جی|ہاں)[\s.!۔]*$/i;

/** An e-mail address holds an at sign, a number that is hidden nine digits or more. */
const mayBePersonal = (/** @type {string} */ text) =>
  text.includes("@") || text.replace(/\D/g, "").length > 8;

/**
 * The conversation: what is asked, waited for, shown and remembered.
 * @implements {Deeds}
 */
export class Talk extends HTMLElement {
  memory = recall();
  /** @type {AbortController | null} */
  running = null;
  queued = "";
  quote = "";
  /** Turns before this one are not sent along as history. */
  from = 0;
  /** @type {string[]} */
  related = [];

  // The status line announces; a log that did so too would say everything twice.
  log = h("div", {
    className: "log",
    role: "log",
    tabIndex: 0,
    "aria-label": t.log,
    "aria-live": "off",
  });
  status = h("p", { className: "status", role: "status" });
  read = plain(t.read, () => this.focusTurn(this.memory.turns.at(-1)?.id));
  composer = composer({
    send: (question) => void this.ask(question),
    stop: () => this.running?.abort(),
    last: () => this.memory.turns.at(-1)?.question ?? "",
  });

  // What the panel around it adds

  async open() {}
  reset() {}
  /** @param {Citation | ChatLink} _link @param {Turn} _turn */
  follow(_link, _turn) {}

  // Asking

  /**
   * @param {string} question
   * @param {AskHow} [how]
   * @returns {Promise<void>}
   */
  async ask(question, how = {}) {
    question = question.trim();
    if (!this.memory.open) await this.open();
    const { note, fill: put } = this.composer;
    if (!question) return note(t.empty);
    if (question.length > MAX_CHARS) return note(fill(t.long, { n: question.length }));
    if (this.running) {
      this.queued = question;
      put("");
      return note(fill(t.queued, { q: question }), t.drop, () => (this.queued = ""));
    }
    if (YES.test(question) && this.related[0]) question = this.related[0];
    put("");
    let hidden = { text: question, said: "", undo: "" };
    if (!how.plain && mayBePersonal(question))
      try {
        hidden = (await import("./mask.js")).mask(question);
      } catch {
        put(question);
        return note(t.away);
      }
    if (this.running) return this.ask(question, how);
    const { turns } = this.memory;
    /** @type {Turn} */
    const turn = {
      id: (turns.at(-1)?.id ?? 0) + 1,
      question: hidden.text,
      history: [...turns.slice(this.from).map((it) => it.question), this.quote]
        .filter(Boolean)
        .slice(-10),
      page: (how.page ?? here()).slice(0, 200),
      clarified: !!how.clarified,
    };
    turns.push(turn);
    this.quote = "";
    if (hidden.said)
      note(hidden.said, hidden.undo, () => {
        this.running?.abort();
        turns.splice(turns.indexOf(turn), 1);
        this.running = null;
        this.draw();
        void this.ask(question, { ...how, plain: true });
      });
    if (turns.length > MAX_TURNS) turns.shift();
    void this.run(turn);
  }

  /** @param {Turn} turn */
  async run(turn) {
    if (this.running) return;
    const stop = (this.running = new AbortController());
    Object.assign(turn, { reply: undefined, problem: undefined, copy: undefined });
    this.draw();
    this.composer.busy(true);
    this.log.ariaBusy = "true";
    this.scrollTo_(turn.id);
    const top = this.log.scrollTop;
    const timers = [
      setTimeout(
        () => this.article(turn.id)?.append(h("div", { className: "skeleton" })),
        SKELETON_MS,
      ),
      setTimeout(() => this.say(t.searching), STATUS_MS),
    ];
    const outcome = await ask(turn, stop);
    if ("reply" in outcome) await prepare([outcome.reply]);
    timers.forEach(clearTimeout);
    if (this.running !== stop) return;
    Object.assign(turn, outcome);
    if (turn.clarified && turn.reply?.kind === "clarification") this.none(turn);
    this.draw();
    if (Math.abs(this.log.scrollTop - top) < 4) this.scrollTo_(turn.id);
    const { problem, reply } = turn;
    if (problem && !["stopped", "refused"].includes(problem.code)) await this.fromCopy(turn);
    this.running = null;
    this.composer.busy(false);
    this.log.ariaBusy = "false";
    this.chip();
    this.save();
    this.report(turn);
    if (reply) void this.warm();
    const next = this.queued;
    this.queued = "";
    if (next) void this.ask(next);
  }

  /** @param {Turn} turn */
  async fromCopy(turn) {
    try {
      turn.copy = await (await import("./offline.js")).search(turn.question);
      await prepare([turn.copy]);
      this.article(turn.id)?.append(copyView(turn, this));
    } catch {
      // Neither service nor copy can be had: the message and Retry stand alone.
    }
  }

  /** Has the copy at hand before the connection is lost; once, and not on metered lines. */
  async warm() {
    const { connection } = /** @type {any} */ (navigator);
    if (connection?.saveData) return;
    await new Promise((done) => setTimeout(done, WARM_MS));
    await import("./offline.js").then((copy) => copy.load()).catch(() => {});
  }

  /** @param {Turn} turn */
  report({ reply, problem }) {
    if (problem) {
      this.say("");
      return this.emit("error", { code: problem.code });
    }
    if (!reply) return;
    const { kind, reason, index_id, citations } = reply;
    const shown = citations.filter((it) => reply.text.includes(it.quote)).length || 1;
    const n = count(t.quotations, shown);
    const m = count(t.sources, Math.min(citations.length, shown + 2));
    const ready = reply.is_weak ? t.closest : fill(t.ready, { n, m });
    const said = {
      answer: ready,
      abstention: t.found,
      clarification: t.which,
      smalltalk: reply.text,
    };
    this.say(said[kind]);
    this.read.hidden = false;
    const detail = { kind, reason, index_id, locations: citations.map(({ location }) => location) };
    this.emit(kind === "abstention" ? "abstain" : "answer", detail);
  }

  /** None of the choices is meant: they become places to look. @param {Turn} turn */
  none(turn) {
    if (!turn.reply) return;
    const { choices } = turn.reply;
    turn.reply = {
      ...turn.reply,
      kind: "abstention",
      text: "",
      reason: "not_covered",
      suggestions: choices,
    };
    this.draw();
    this.save();
  }

  // What is shown

  draw() {
    const { turns } = this.memory;
    const nodes = turns.map((turn) => turnView(turn, this));
    this.related = this.neighbours(turns.at(-1)?.reply);
    if (this.related.length) nodes.at(-1)?.append(this.offers(t.related, this.related));
    if (turns.length >= MAX_TURNS)
      nodes.at(-1)?.append(h("p", {}, t.full, " ", plain(t.fresh, () => this.reset())));
    this.log.replaceChildren(...(nodes.length ? nodes : this.welcome()));
  }

  welcome() {
    const what = h("p", {}, t.what);
    const scope = h("p", { className: "meta" }, t.scope);
    return [h("div", { className: "welcome" }, what, scope), this.offers(t.try, questions())];
  }

  /** @type {(title: string, asked: string[]) => HTMLElement} */
  offers(title, asked) {
    const offer = (/** @type {string} */ question) =>
      button(question, () => void this.ask(question), { className: "pick", dir: "auto" });
    const label = h("p", { className: "label" }, title);
    return h("div", { className: "offers" }, label, ...asked.map(offer));
  }

  /** Headings beside the cited one, where its page is the one being read. @param {Reply} [reply] */
  neighbours(reply) {
    const [page, anchor] = (reply?.citations[0]?.location ?? "").split("#");
    if (!reply || reply.kind !== "answer") return [];
    const given = reply.suggestions.map(({ title }) => title);
    if (given.length || page !== here() || !anchor) return given.slice(0, 3);
    const all = [...document.querySelectorAll(".md-content :is(h2, h3)[id]")];
    const at = all.findIndex(({ id }) => id === anchor);
    return all
      .filter((_, n) => at >= 0 && n !== at && Math.abs(n - at) < 2)
      .map((heading) => (heading.firstChild?.textContent ?? "").trim());
  }

  /** What the next question is about, unless the reader removes it. */
  chip() {
    const { turns } = this.memory;
    const cited = turns.slice(this.from).findLast(({ reply }) => reply?.kind === "answer");
    const about = cited?.reply?.citations[0]?.breadcrumb.slice(-2).join(" › ");
    const text = this.quote ? `“${this.quote}”` : about && fill(t.about, { x: about });
    this.composer.chip(text, () => {
      if (this.quote) this.quote = "";
      else this.from = turns.length;
      this.chip();
    });
  }

  /** @param {number} [id] */
  article(id) {
    return this.shadowRoot?.getElementById(`t${id}`);
  }

  /** @param {number} [id] */
  scrollTo_(id) {
    const article = this.article(id);
    if (article) this.log.scrollTop = article.offsetTop - this.log.offsetTop;
  }

  /** @param {number} [id] */
  focusTurn(id) {
    this.scrollTo_(id);
    this.article(id)?.querySelector("h3")?.focus({ preventScroll: true });
  }

  save() {
    remember(this.memory);
  }

  /** @param {string} text */
  say(text) {
    this.status.textContent = text;
    this.read.hidden = true;
  }

  /** @param {string} name @param {object} detail  Ids and states, never what was asked. */
  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`ask:${name}`, { bubbles: true, composed: true, detail }));
  }
}
