import { attempt } from "./dom.js";
import { api, isOurs } from "./site.js";

const TIMEOUT_MS = 5000;
const KINDS = ["answer", "clarification", "abstention", "smalltalk"];
const isText = (/** @type {unknown} */ it) => typeof it === "string";

/** @type {(link: any) => boolean} */
const isLink = ({ title, breadcrumb, location, landing = "" }) =>
  [title, location, landing].every(isText) &&
  breadcrumb.every(isText) &&
  isOurs(location) &&
  isOurs(landing);

/** @type {(it: any) => boolean} */
const isCitation = ({ quote, updated, key = "" }) =>
  isText(quote) && isText(key) && (updated == null || Date.parse(updated) > 0);

/** Whether it is an answer as documented; throws on some that are not. @type {(reply: any) => boolean} */
const isReply = ({ kind, text, index_id, citations, choices, suggestions, related = [] }) =>
  KINDS.includes(kind) &&
  isText(text) &&
  isText(index_id) &&
  [citations, choices, suggestions, related].every((links) => links.every(isLink)) &&
  citations.every(isCitation) &&
  (kind !== "answer" || citations.length > 0);

/** @type {Reply} */
export const NOTHING = {
  kind: "abstention",
  text: "",
  citations: [],
  choices: [],
  suggestions: [],
  reason: "not_covered",
  index_id: "",
};

/** @type {(path: string, body: object, signal?: AbortSignal) => Promise<Response>} */
export const post = (path, body, signal) =>
  fetch(api(path), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "omit",
    signal: signal ?? null,
  });

/** The reply if it may be shown, "not found" otherwise. @type {(reply: any) => Reply} */
const known = (reply) => {
  // It throws where a field is missing, or an address is none.
  if (attempt(() => isReply(reply))) return reply;
  console.debug("faq-chat: an answer of unknown shape");
  return NOTHING;
};

/** Seconds to wait, from a header that holds them or a date. @param {string} text */
const seconds = (text) => Number(text) || (Date.parse(text) - Date.now()) / 1000 || 10;

/**
 * Asks the service. What went wrong is returned, never thrown.
 * @param {Turn} turn
 * @param {AbortController} stop  The reader's Stop, and the end of patience.
 * @returns {Promise<{ reply?: Reply, problem?: Problem }>}
 */
export const fetchReply = async ({ question, history, page, exact }, stop) => {
  if (!navigator.onLine) return { problem: { code: "offline" } };
  const { signal } = stop;
  const timer = setTimeout(() => stop.abort("slow"), TIMEOUT_MS);
  try {
    const sent = history.map((earlier) => ({ question: earlier }));
    const response = await post("api/ask", { question, history: sent, page, exact }, signal);
    const { status } = response;
    if (status === 429) {
      const wait = seconds(response.headers.get("retry-after") ?? "");
      return { problem: { code: "busy", retry_at: Date.now() + wait * 1000 } };
    }
    const reply = await response.json();
    if (status === 422 || status === 413)
      return { problem: { code: "refused", message: String(reply?.error?.message ?? "") } };
    return response.ok ? { reply: known(reply) } : { problem: { code: "away" } };
  } catch {
    if (!signal.aborted) return { problem: { code: "away" } };
    return { problem: { code: signal.reason === "slow" ? "slow" : "stopped" } };
  } finally {
    clearTimeout(timer);
  }
};
