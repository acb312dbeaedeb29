import { MAX_CHARS } from "./composer.js";
import { button, h, iconButton } from "./dom.js";
import { forget, rememberMark } from "./memory.js";
import { config, meta, url } from "./site.js";
import { dir, t } from "./strings.js";
import { prepare } from "./render.js";
import { Talk } from "./talk.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(`@media (min-width: 960px) {
  html[data-faq-chat] body { padding-inline-end: var(--faq-chat-width); }
  html[data-faq-chat] .md-sidebar--secondary { display: none; }
}`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const DESKTOP = matchMedia("(min-width: 960px)");

/** The panel: what opens, closes and follows. */
export class FaqChat extends Talk {
  /** @type {Element | null} */
  opener = null;
  gone = new AbortController();

  heading = h("h2", { id: "title", tabIndex: -1 }, t.title);
  dialog = h(
    "dialog",
    { "aria-labelledby": "title", onclose: () => this.closed() },
    h(
      "div",
      { className: "head" },
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
      h("a", { href: url(meta("privacy") || "chatbot/").href }, t.privacy),
    ),
  );
  bar = h("div", { className: "bar", hidden: true });
  corner = button(t.title, () => this.toggle(this.corner), { className: "corner", hidden: true });
  sheet = h("link", { rel: "stylesheet", href: new URL("chat.css", import.meta.url).href });
  styled = Promise.all([
    new Promise((done) => (this.sheet.onload = this.sheet.onerror = done)),
    prepare(this.memory.turns.flatMap(({ reply, copy }) => [reply, copy])),
  ]);

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
    const fit = () =>
      this.style.setProperty("--height", `${visualViewport?.height ?? innerHeight}px`);
    visualViewport?.addEventListener("resize", fit, { signal });
    fit();
    this.update({ button: meta("button") === "on" });
    // What was being asked when the page went away can be asked again.
    for (const turn of this.memory.turns)
      if (!turn.reply && !turn.problem) turn.problem = { code: "stopped" };
    void this.styled.then(() => this.draw());
    this.chip();
    this.say("");
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
    this.memory.open = true;
  }

  /** @param {Element | null} [opener] @param {string} [quote] Text of the page to ask about. */
  async open(opener = null, quote = "") {
    await this.restore();
    this.opener = opener;
    if (quote) this.quote = quote.slice(0, MAX_CHARS);
    this.chip();
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
    this.save();
  }

  close() {
    this.dialog.close();
  }

  closed() {
    document.documentElement.removeAttribute("data-faq-chat");
    this.memory.open = false;
    this.save();
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
    this.save();
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
    Object.assign(this, { running: null, queued: "", quote: "", from: 0, related: [] });
    this.composer.busy(false);
    this.composer.input.placeholder = t.ask;
    this.memory.turns = [];
    forget();
    this.save();
    void this.land();
    this.composer.fill("");
    this.say("");
    this.draw();
    this.chip();
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
    forget();
    void this.land();
    document.documentElement.removeAttribute("data-faq-chat");
    this.remove();
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

  async land() {
    await this.styled;
    (await import("./cite.js")).land(this);
  }
}

if (!customElements.get("faq-chat")) customElements.define("faq-chat", FaqChat);

/** The one panel of this page, mounted where instant navigation leaves it alone. */
export const chat = () => {
  const it = document.querySelector("faq-chat") ?? document.body.appendChild(new FaqChat());
  return /** @type {FaqChat} */ (it);
};
