import { ask } from "./api.js";
import { mark, unmark } from "./cite.js";
import { composer, MAX_CHARS } from "./composer.js";
import { button, h, iconButton } from "./dom.js";
import { mask } from "./mask.js";
import { forget, MAX_TURNS, recall, recallMark, remember, rememberMark } from "./memory.js";
import { copyView, turnView } from "./render.js";
import { config, here, meta, questions, url } from "./site.js";
import { count, dir, fill, t } from "./strings.js";

const SKELETON_MS = 300;
const STATUS_MS = 800;
const YES = /^(yes|yeah|yep|ok|okay|sure|please|جی|ہاں)[\s.!۔]*$/i;
const DESKTOP = matchMedia("(min-width: 960px)");

export class FaqChat extends HTMLElement {
  memory = recall();
  /** @type {AbortController | null} */
  running = null;
  queued = "";
  quote = "";
  /** Turns before this one are not sent along as history. */
  from = 0;
  /** @type {string[]} */
  related = [];
  /** @type {Element | null} */
  opener = null;
  gone = new AbortController();

  log = h("div", { className: "log", role: "log", tabIndex: 0, "aria-label": t.log, "aria-live": "off" });
  status = h("p", { className: "status", role: "status" });
  read = button(t.read, () => this.focusTurn(this.memory.turns.at(-1)?.id), {
    className: "plain",
    hidden: true,
  });
  composer = composer({
    send: (question) => this.ask(question),
    stop: () => this.running?.abort(),
    last: () => this.memory.turns.at(-1)?.question ?? "",
  });
  heading = h("h2", { id: "title", tabIndex: -1 }, t.title);
  dialog = h(
    "dialog",
    { "aria-labelledby": "title", onclose: () => this.closed() },
    h(
      "header",
      {},
      this.heading,
      iconButton("fresh", t.fresh, () => this.reset()),
      iconButton("wide", t.wide, () => this.widen(), { className: "icon wide" }),
      iconButton("close", t.close, () => this.close()),
    ),
    this.log,
    h("div", { className: "line" }, this.status, this.read),
    this.composer.form,
    h(
      "p",
      { className: "notice" },
      t.notice,
      " ",
      h("a", { href: url(meta("privacy") || "about/").href }, t.privacy),
    ),
  );
  bar = h("div", { className: "bar", hidden: true });
  corner = button(t.title, () => this.toggle(this.corner), { className: "corner", hidden: true });
  sheet = h("link", { rel: "stylesheet", href: new URL("chat.css", import.meta.url).href });
  styled = new Promise((done) => (this.sheet.onload = this.sheet.onerror = done));

  /** @type {Deeds} */
  deeds = {
    follow: (citation, turn) => this.follow(citation, turn),
    ask: (question, how) => this.ask(question, how),
    retry: (turn) => void this.run(turn),
    none: (turn) => this.none(turn),
    say: (text) => this.say(text),
    save: () => remember(this.memory),
    emit: (name, detail) => this.emit(name, detail),
  };

  constructor() {
    super();
    Object.assign(this.dialog, { dir });
    this.attachShadow({ mode: "open" }).append(this.sheet, this.dialog, this.bar, this.corner);
    this.dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape" && !event.isComposing) {
        event.preventDefault();
        this.close();
      }
    });
  }

  connectedCallback() {
    const { signal } = this.gone;
    DESKTOP.addEventListener("change", () => this.dialog.open && this.show(), { signal });
    const fit = () => this.style.setProperty("--height", `${visualViewport?.height ?? innerHeight}px`);
    visualViewport?.addEventListener("resize", fit, { signal });
    fit();
    this.update({ button: meta("button") === "on" });
    this.draw();
    this.chips();
  }

  // What opens and closes it

  /** Shows the panel in the form that the window has room for. */
  show() {
    if (this.dialog.open) {
      this.dialog.onclose = null;
      this.dialog.close();
      setTimeout(() => (this.dialog.onclose = () => this.closed()));
    }
    const root = document.documentElement;
    root.toggleAttribute("data-faq-chat", DESKTOP.matches);
    root.style.setProperty("--faq-chat-width", this.memory.wide ? "580px" : "384px");
    this.dialog.classList.toggle("is-wide", this.memory.wide);
    if (DESKTOP.matches) this.dialog.show();
    else this.dialog.showModal();
  }

  /** @param {Element | null} [opener] @param {string} [quote] Text of the page to ask about. */
  async open(opener = null, quote = "") {
    await this.restore();
    this.opener = opener;
    if (quote) this.quote = quote.slice(0, MAX_CHARS);
    this.chips();
    if (matchMedia("(pointer: coarse)").matches) this.heading.focus();
    else this.composer.input.focus();
    this.emit("open", {});
  }

  /** Opens without taking the focus. */
  async restore() {
    await this.styled;
    const active = document.activeElement;
    if (!this.dialog.open) {
      this.show();
      if (active instanceof HTMLElement && active !== this) active.focus({ preventScroll: true });
      this.scrollTo_(this.memory.turns.at(-1)?.id);
    }
    this.memory.open = true;
    remember(this.memory);
  }

  close() {
    this.dialog.close();
  }

  closed() {
    document.documentElement.removeAttribute("data-faq-chat");
    this.memory.open = false;
    remember(this.memory);
    const opener = this.opener?.isConnected ? this.opener : document.querySelector(".chat-open");
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  }

  /** @param {Element | null} opener @param {string} [quote] */
  toggle(opener, quote) {
    if (this.dialog.open && !quote) this.close();
    else void this.open(opener, quote);
  }

  widen() {
    this.memory.wide = !this.memory.wide;
    remember(this.memory);
    this.show();
  }

  /** @param {string} question  Filled in; the reader presses Send. */
  async fill(question) {
    const there = new URL(location.href);
    there.searchParams.delete("ask");
    history.replaceState(history.state, "", there);
    await this.open();
    this.composer.fill(question, true);
    this.composer.input.focus();
  }

  reset() {
    this.running?.abort();
    Object.assign(this, { queued: "", quote: "", from: 0, related: [] });
    this.memory.turns = [];
    forget();
    remember(this.memory);
    this.leave();
    this.composer.fill("");
    this.say("");
    this.draw();
    this.chips();
  }

  /** @param {Config} changes */
  update(changes) {
    Object.assign(config, changes);
    this.corner.hidden = !config.button;
    document.body.style.paddingBlockEnd = config.button ? "4rem" : "";
    if (!this.memory.turns.length) this.draw();
  }

  destroy() {
    this.running?.abort();
    this.gone.abort();
    this.leave();
    document.documentElement.removeAttribute("data-faq-chat");
    this.remove();
  }

  // Asking

  /** @param {string} question @param {AskHow} [how] */
  ask(question, how = {}) {
    question = question.trim();
    if (!this.dialog.open) void this.open();
    const { note, fill: put } = this.composer;
    if (!question) return note(t.empty);
    if (question.length > MAX_CHARS) return note(fill(t.long, { n: question.length }));
    if (this.running) {
      this.queued = question;
      put("");
      return note(fill(t.queued, { q: question }), t.drop, () => (this.queued = ""));
    }
    if (YES.test(question) && this.related[0]) question = this.related[0];
    const { text, hidden } = how.plain ? { text: question, hidden: [] } : mask(question);
    put("");
    const { turns } = this.memory;
    /** @type {Turn} */
    const turn = {
      id: (turns.at(-1)?.id ?? 0) + 1,
      question: text,
      history: [...turns.slice(this.from).map((it) => it.question), this.quote].filter(Boolean).slice(-10),
      page: (how.page ?? here()).slice(0, 200),
      clarified: !!how.clarified,
    };
    turns.push(turn);
    this.quote = "";
    if (hidden.length)
      note(fill(t.hid, { x: hidden.join(", ") }), t.undo, () => {
        this.running?.abort();
        turns.splice(turns.indexOf(turn), 1);
        this.running = null;
        this.draw();
        this.ask(question, { ...how, plain: true });
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
      setTimeout(() => this.article(turn.id)?.append(h("div", { className: "skeleton" })), SKELETON_MS),
      setTimeout(() => this.say(t.searching), STATUS_MS),
    ];
    const outcome = await ask(turn, stop.signal);
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
    this.chips();
    remember(this.memory);
    this.report(turn);
    if (reply) void this.warm();
    const next = this.queued;
    this.queued = "";
    if (next) this.ask(next);
  }

  /** @param {Turn} turn */
  async fromCopy(turn) {
    try {
      turn.copy = await (await import("./offline.js")).search(turn.question);
      this.article(turn.id)?.append(copyView(turn, this.deeds));
    } catch {
      // Neither service nor copy can be had: the message and Retry stand alone.
    }
  }

  /** Has the copy at hand before the connection is lost; once, and not on metered lines. */
  async warm() {
    const { connection } = /** @type {any} */ (navigator);
    if (connection?.saveData) return;
    await new Promise((done) => setTimeout(done, 2000));
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
    this.say(kind === "answer" ? fill(t.ready, { n, m }) : kind === "abstention" ? t.found : reply.text);
    this.read.hidden = false;
    const detail = { kind, reason, index_id, locations: citations.map(({ location }) => location) };
    this.emit(kind === "abstention" ? "abstain" : "answer", detail);
  }

  /** The reader means none of the choices: say so, with the choices as places to look. @param {Turn} turn */
  none(turn) {
    if (!turn.reply) return;
    const { choices } = turn.reply;
    turn.reply = { ...turn.reply, kind: "abstention", text: "", reason: "not_covered", suggestions: choices };
    this.draw();
    remember(this.memory);
  }

  // What is shown

  draw() {
    const { turns } = this.memory;
    const nodes = turns.map((turn) => turnView(turn, this.deeds));
    this.related = this.neighbours(turns.at(-1)?.reply);
    if (this.related.length) nodes.at(-1)?.append(this.offers(t.related, this.related));
    if (turns.length >= MAX_TURNS)
      nodes.at(-1)?.append(h("p", {}, t.full, " ", button(t.fresh, () => this.reset(), { className: "plain" })));
    this.log.replaceChildren(...(nodes.length ? nodes : this.welcome()));
  }

  welcome() {
    return [
      h("div", { className: "welcome" }, h("p", {}, t.what), h("p", { className: "meta" }, t.scope)),
      this.offers(t.try, questions()),
    ];
  }

  /** @type {(title: string, asked: string[]) => HTMLElement} */
  offers(title, asked) {
    const offer = (/** @type {string} */ question) =>
      button(question, () => this.ask(question), { className: "pick", dir: "auto" });
    return h("div", { className: "offers" }, h("p", { className: "label" }, title), ...asked.map(offer));
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

  chips() {
    const cited = this.memory.turns.slice(this.from).findLast(({ reply }) => reply?.kind === "answer");
    const about = cited?.reply?.citations[0]?.breadcrumb.slice(-2).join(" › ");
    /** @type {[string, () => void][]} */
    const shown = [];
    const drop = (/** @type {() => void} */ deed) => () => (deed(), this.chips());
    if (this.quote) shown.push([`“${this.quote}”`, drop(() => (this.quote = ""))]);
    else if (about)
      shown.push([fill(t.about, { x: about }), drop(() => (this.from = this.memory.turns.length))]);
    this.composer.chips(shown);
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

  /** @param {string} text */
  say(text) {
    this.status.textContent = text;
    this.read.hidden = true;
  }

  /** @param {string} name @param {object} detail  Ids and states, never what was asked. */
  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`ask:${name}`, { bubbles: true, composed: true, detail }));
  }

  // Citations

  /** @param {Citation | ChatLink} link @param {Turn} turn */
  follow(link, turn) {
    const there = url(link.location);
    const quote = "quote" in link ? String(link.quote) : "";
    rememberMark({ path: there.pathname, anchor: there.hash.slice(1), quote, turn: turn.id });
    if (!DESKTOP.matches) {
      this.opener = null;
      this.close();
    }
    const same = there.pathname === location.pathname;
    // The theme's instant navigation sees links in the page, none in a shadow root.
    const step = h("a", { href: there.href, hidden: true });
    document.body.append(step);
    step.click();
    step.remove();
    if (same) this.land();
  }

  /** Marks what the reader came for, if this is the page, and offers the way back. */
  async land() {
    const query = new URLSearchParams(location.search);
    const quote = query.get("cite");
    if (quote !== null) {
      const { pathname: path, hash } = location;
      rememberMark({ path, anchor: hash.slice(1), quote, turn: null });
      query.delete("cite");
      history.replaceState(history.state, "", `${path}${query.size ? `?${query}` : ""}${hash}`);
    }
    const record = recallMark();
    if (record?.path !== location.pathname) return this.leave();
    await this.styled;
    const found = mark(decodeURIComponent(record.anchor), record.quote);
    const back = () => {
      this.leave();
      if (record.turn === null) return history.back();
      void this.open().then(() => this.focusTurn(record.turn ?? 0));
    };
    const lost = record.quote && !found ? h("span", {}, t.moved) : "";
    this.bar.replaceChildren(
      lost,
      button(t.back, back, { className: "solid" }),
      iconButton("close", t.drop, () => this.leave()),
    );
    Object.assign(this.bar, { hidden: false, dir, role: "region", ariaLabel: t.back });
    if (found) this.say(t.marked);
    found?.addEventListener("keydown", (event) => event.key === "Escape" && back());
  }

  leave() {
    unmark();
    rememberMark(null);
    this.bar.hidden = true;
  }
}

if (!customElements.get("faq-chat")) customElements.define("faq-chat", FaqChat);

/** The one panel of this page, mounted where instant navigation leaves it alone. */
export const chat = () => {
  const it = document.querySelector("faq-chat") ?? document.body.appendChild(new FaqChat());
  return /** @type {FaqChat} */ (it);
};
