import { api } from "./site.js";

const TIMEOUT_MS = 5000;
const KINDS = ["answer", "clarification", "abstention", "smalltalk"];

/** @type {(link: any) => boolean} */
const isLink = (link) =>
  typeof link?.location === "string" &&
  !/^[a-z]*:|^\/\//i.test(link.location) &&
  Array.isArray(link.breadcrumb);

/** @type {(reply: any) => reply is Reply} */
const isReply = (reply) =>
  KINDS.includes(reply?.kind) &&
  typeof reply.text === "string" &&
  [reply.citations, reply.choices, reply.suggestions].every(
    (links) => Array.isArray(links) && links.every(isLink),
  ) &&
  reply.citations.every((/** @type {any} */ it) => typeof it.quote === "string") &&
  (reply.kind !== "answer" || reply.citations.length > 0);

/** @type {Reply} */
export const NOTHING = {
  kind: "abstention",
  text: "",
  citations: [],
  choices: [],
  suggestions: [],
  reason: "not_covered",
  corrected_question: null,
  understood_as: null,
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

/**
 * Asks the service. What went wrong is returned, never thrown.
 * @param {Turn} turn
 * @param {AbortController} stop  The reader's Stop, and the end of patience.
 * @returns {Promise<{ reply: Reply } | { problem: Problem }>}
 */
export const ask = async ({ question, history, page }, stop) => {
  if (!navigator.onLine) return { problem: { code: "offline" } };
  const { signal } = stop;
  const timer = setTimeout(() => stop.abort("slow"), TIMEOUT_MS);
  try {
    const sent = history.map((earlier) => ({ question: earlier }));
    const response = await post("api/ask", { question, history: sent, page }, signal);
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after")) || 10;
      return { problem: { code: "busy", retry_at: Date.now() + seconds * 1000 } };
    }
    const reply = await response.json();
    if (response.status === 422 || response.status === 413)
      return { problem: { code: "refused", message: String(reply?.error?.message ?? "") } };
    if (!response.ok) return { problem: { code: "away" } };
    if (isReply(reply)) return { reply };
    console.debug("faq-chat: the service sent an answer of an unknown shape");
    return { reply: NOTHING };
  } catch {
    if (!signal.aborted) return { problem: { code: "away" } };
    return { problem: { code: signal.reason === "slow" ? "slow" : "stopped" } };
  } finally {
    clearTimeout(timer);
  }
};
