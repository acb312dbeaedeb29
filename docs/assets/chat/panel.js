// The panel: what opens, closes and follows.
import { css, pageCss } from "./style.js";
import { bar, land } from "./cite.js";
import { busy, draft, form, input, MAX_CHARS } from "./composer.js";
import { h, iconButton, isTouch } from "./dom.js";
import { deeds, emit, host, shadow } from "./host.js";
import { mask } from "./mask.js";
import { last, memory, rememberMark, save } from "./memory.js";
import { unrow, watch } from "./search.js";
import { offer, withdraw } from "./select.js";
import { config, meta, url } from "./site.js";
import { t } from "./strings.js";
import { draw, focusTurn, line, log, scrollToTurn } from "./shown.js";
import { clear } from "./talk.js";

const DESKTOP = matchMedia("(min-width: 960px)");
const viewport = /** @type {VisualViewport} */ (visualViewport);
const page = document.documentElement;
/** @type {Element | null} */
let opener = null;

const heading = h("h2", { id: "title", tabIndex: -1 }, t.title);
const wider = iconButton("wide", t.wide, () => widen(), { className: "icon wide" });
const dialog = h(
  "dialog",
  {
    dir: t.dir,
    "aria-labelledby": "title",
    onclose: () => dialog.open || !host.isConnected || closed(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      event.stopPropagation();
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      close();
    },
  },
  h(
    "div",
    { className: "head" },
    heading,
    iconButton("fresh", t.fresh, () => reset()),
    wider,
    iconButton("close", t.close, () => close()),
  ),
  log,
  line,
  form,
  h(
    "p",
    { className: "notice" },
    meta("notice") || t.notice,
    " ",
    h("a", { href: url(meta("privacy") || "chatbot/").href }, t.privacy),
  ),
);
shadow.append(dialog, bar);

for (const [place, text] of /** @type {const} */ ([[shadow, css], [document, pageCss]])) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  place.adoptedStyleSheets.push(sheet);
}

/** Leaves room for a keyboard on the screen; looking closer changes nothing. */
const fit = () => {
  const { height, scale, offsetTop } = viewport;
  const typing = height * scale < innerHeight * 0.75;
  const top = typing && scale < 1.01 ? offsetTop : 0;
  host.style.cssText = `--height:${height * scale}px;--top:${top}px`;
  host.classList.toggle("is-typing", typing);
};

/** Puts the panel into the page. */
const mount = () => {
  document.body.append(host);
  fit();
  host.classList.toggle("is-muted", !!memory.muted || meta("feedback") === "off");
  // What was being asked when the page went away can be asked again.
  for (const turn of memory.turns) if (!turn.reply) turn.problem ??= { code: "stopped", said: true };
  draw(...memory.turns);
  busy(false);
};

// What opens and closes it

/** Shows the panel in the form that the window has room for. Focus stays where it is. */
const show = () => {
  const had = /** @type {HTMLElement | null} */ (shadow.activeElement);
  dialog.close();
  page.toggleAttribute("data-faq-chat", DESKTOP.matches);
  size();
  if (DESKTOP.matches) dialog.open = true;
  else dialog.showModal();
  had?.focus({ preventScroll: true });
  memory.open = true;
  save();
};

const size = () => {
  wider.ariaPressed = `${memory.wide}`;
  page.style.setProperty("--faq-chat-width", memory.wide ? "580px" : "384px");
};

const widen = () => {
  memory.wide = !memory.wide;
  save();
  size();
};

/**
 * @param {Element | null} [from] What opens it.
 * @param {string} [quote] Text of the page to ask about.
 */
const open = (from, quote) => {
  if (!host.isConnected) return;
  const { activeElement } = document;
  if (quote) {
    // Characters, of which a code unit may be half.
    const letters = [...mask(quote.replace(/\p{Cc}/gu, " ")).text];
    memory.quote = letters.slice(0, MAX_CHARS).join("");
  }
  restore();
  if (from || activeElement !== host) opener = from ?? activeElement;
  save();
  (isTouch() ? heading : input).focus();
  emit("open", {});
};

/** Opens without taking the focus, and with the questions of this page. */
const restore = () => {
  draw();
  if (dialog.open) return;
  show();
  scrollToTurn(last()?.id);
};

const close = () => dialog.close();

const closed = () => {
  page.removeAttribute("data-faq-chat");
  memory.open = false;
  save();
  const there = opener?.isConnected && opener !== document.body;
  const place = there ? opener : document.querySelector(".chat-open");
  if (place instanceof HTMLElement) place.focus({ preventScroll: true });
};

/** @type {typeof open} */
const toggle = (from, quote) => {
  if (dialog.open && !quote) close();
  else open(from, quote);
};

/** @param {string} question  Filled in; the reader presses Send. */
const fillIn = (question) => {
  const there = new URL(location.href);
  there.searchParams.delete("ask");
  history.replaceState(history.state, "", there);
  open();
  draft(question, t.press);
};

const reset = () => {
  clear();
  land();
  save();
};

/** @param {Config} changes */
const update = (changes) => {
  Object.assign(config, changes);
  draw();
};

const destroy = () => {
  clear();
  land();
  memory.open = dialog.open = false;
  page.removeAttribute("data-faq-chat");
  host.remove();
  unrow();
  withdraw();
};

/** @type {Deeds["back"]} */
const back = (turn) => {
  open();
  focusTurn(turn);
};

/** Goes to a section and marks there what it is cited with. @type {Deeds["follow"]} */
const follow = (link, turn) => {
  const { href, pathname: path, hash } = url(link.location);
  rememberMark({ path, anchor: hash.slice(1), quote: link.quote ?? "", turn: turn.id });
  if (!DESKTOP.matches) {
    opener = null;
    close();
  }
  const same = path === location.pathname;
  // The theme's instant navigation sees links in the page, none in a shadow root.
  const step = h("a", { href, hidden: true });
  document.body.append(step);
  step.click();
  step.remove();
  if (same) land();
};

DESKTOP.addEventListener("change", () => dialog.open && show());
for (const type of ["resize", "scroll"]) viewport.addEventListener(type, fit);

const panel = Object.assign(deeds, {
  back,
  close,
  destroy,
  fill: fillIn,
  follow,
  land,
  offer,
  open,
  reset,
  restore,
  toggle,
  update,
  watch,
});

/** What the loader hands on, with the panel in the page. */
const chat = () => {
  if (!host.isConnected) mount();
  return panel;
};

export { chat };
