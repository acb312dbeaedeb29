// What the chat says until an answer is read; the rest is in strings.more.js. To add a language,
// translate strings.ur.js and name it in both.
export const en = {
  title: "Ask the guide",
  what: "Automatic answers, quoted from this guide. No person reads along.",
  scope: "Ask about hiring steps, skills and the FAQ.",
  notice: "Your question is not stored.",
  privacy: "How it works",
  try: "For example",
  questions: [
    "How do I find the right backend developer for my project?",
    "What are the key skills to look for in a backend developer?",
    "How can I ensure successful collaboration with a remote backend developer?",
  ],
  fresh: "New conversation",
  wide: "Wider panel",
  close: "Close",
  log: "Questions and answers",
  label: "Your question",
  ask: "Ask a question",
  answering: "Answering…",
  another: "Ask another question",
  send: "Send",
  stop: "Stop",
  press: "Press Send to ask this.",
  empty: "Write a question first.",
  long: "The question has {n} characters; the limit is 500.",
  left: "{n} of 500 characters",
  queued: "Next: {q}",
  about: "About: {x}",
  drop: "Remove",
  searching: "Searching the guide…",
  ready: "Answer ready, {n}, {m}.",
  quotations: ["1 quotation", "{n} quotations"],
  sources: ["1 source", "{n} sources"],
  found: "Not found in the guide.",
  read: "Go to answer",
  you: "You asked",
  to: "Answer to: ",
  answer: "Answer",
  closest: "Closest passage in the guide:",
  also: "Also in the guide",
  related: "Related",
  updated: "Updated {x}",
  index: "index {x}",
  version: "Answered from another version of the guide.",
  go: "Open in page",
  copy: "Copy",
  copied: "Copied.",
  link: "Link",
  linked: "Link copied.",
  blocked: "The browser did not allow copying.",
  advice: "A quotation is not legal or tax advice.",
  corrected: "Showing results for {x}.",
  understood: "Understood as: {x}",
  which: "Which do you mean?",
  search: "Search for “{x}”",
  offline: "You are offline. These come from the copy in your browser.",
  slow: "The answer service is slow.",
  busy: "Too many questions for the moment. Try again in {n} s.",
  again: "You can ask again now.",
  away: "The answer service cannot be reached.",
  stopped: "Stopped.",
  retry: "Retry",
  below: "Meanwhile, from the copy in your browser:",
  helpful: "Helpful?",
  up: "Helpful",
  down: "Not helpful",
  full: "This conversation is long. Start a new one?",
};

export const lang = (document.documentElement.lang || "en").split("-")[0] ?? "en";
export const dir = lang === "ur" ? "rtl" : "ltr";
export const t = dir === "rtl" ? (await import("./strings.ur.js")).t : en;

/**
 * Puts values into the braces of a text.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const fill = (text, values) =>
  text.replace(/\{(\w)\}/g, (_, name) => `${values[name] ?? ""}`);

/**
 * @param {string[]} forms  Singular and plural.
 * @param {number} n
 */
export const count = (forms, n) => fill(forms[n === 1 ? 0 : 1] ?? "", { n });
