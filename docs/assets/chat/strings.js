// What the chat says. To add a language, translate strings.ur.js and name it where `t` is chosen.
export const en = {
  dir: "ltr",
  title: "Ask the guide",
  what: "Automatic answers, quoted from this guide. No person reads along.",
  scope: "Ask about hiring steps, skills and the FAQ.",
  notice: "Your question is not stored.",
  privacy: "How it works",
  try: "For example",
  questions: [
    "Who owns the code?",
    "Which skills matter most?",
    "What does a senior developer cost?",
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
  long: "The question has {} characters; the limit is 500.",
  queued: "Next: {}",
  about: "About: {}",
  drop: "Remove",
  searching: "Searching the guide…",
  ready: "Answer ready, {}, {}.",
  quotations: ["1 quotation", "{} quotations"],
  sources: ["1 source", "{} sources"],
  hello: "",
  declined: "I do not answer that.",
  read: "Go to answer",
  you: "You asked",
  to: "Answer to: ",
  answer: "Answer",
  closest: "Closest passage in the guide:",
  also: "Also in the guide",
  related: "Related",
  updated: "Updated {}",
  index: "index {}",
  version: "Answered from another version of the guide.",
  go: "Open in page",
  copy: "Copy",
  copied: "Copied.",
  link: "Link",
  blocked: "The browser did not allow copying.",
  advice: "A quotation is not legal, tax, medical or personal advice.",
  corrected: "Showing results for {}",
  instead: "Search instead for {}",
  understood: "Understood as: {}",
  which: "Which do you mean?",
  search: "Search for “{}”",
  offline: "You are offline.",
  slow: "The answer service is slow.",
  busy: "Too many questions for the moment. Try again in {} s.",
  again: "You can ask again now.",
  away: "The answer service cannot be reached.",
  stopped: "Stopped.",
  retry: "Retry",
  below: "Meanwhile, from the copy in your browser:",
  helpful: "Helpful?",
  up: "Helpful",
  down: "Not helpful",
  full: "This conversation is long.",
  hid: "We hid {} before sending.",
  undo: "Undo",
  email: "an e-mail address",
  phone: "a phone number",
  id: "an identity number",
  card: "a card number",
  none: "None of these",
  notFound: "I did not find this in the guide.",
  outside: "This guide covers hiring and skills. That question looks outside it.",
  nearest: "Nearest sections",
  suggest: "Suggest this question",
  suggested: "Thank you. The editors will see this question.",
  contact: "Contact",
  thanks: "Thank you.",
  why: "What was wrong?",
  reasons: {
    wrong: "Wrong section",
    incomplete: "Incomplete",
    outdated: "Outdated",
    unclear: "Hard to understand",
    not_found: "It is in the guide",
    other: "Something else",
  },
  note: "Note (optional)",
  share: "Include my question",
  sendNote: "Send feedback",
  unsent: "Feedback was not sent. Try again.",
  off: "This guide takes no feedback.",
  back: "Back to answer",
  marked: "The quotation is marked. Escape returns to the answer.",
  moved: "The page has changed since; this is the section.",
  /** Words that a question begins with. */
  asks: "who|what|when|where|which|why|how|is|are|can|could|do|does|should|will",
  row: "Ask: “{}”",
  select: "Ask about this",
};

export const lang = document.documentElement.lang || "en";
export const t = /^ur\b/.test(lang) ? (await import("./strings.ur.js")).t : en;

/** For words of the guide, which is in English: their direction, and their language elsewhere. */
export const tongue = (/** @type {string} */ text) => ({
  dir: "auto",
  lang: t === en || /[\u0600-\u06ff]/.test(text) ? null : "en",
});

/**
 * Puts values into the braces of a text; those from right to left keep their direction to themselves.
 * @param {string} text
 * @param {(string | number)[]} values
 */
export const fill = (text, ...values) =>
  text.replace(/{}/g, () => {
    const value = `${values.shift()}`;
    return t !== en || /[\u0590-\u08ff]/.test(value) ? `\u2068${value}\u2069` : value;
  });

/**
 * @param {string[]} forms  Singular and plural.
 * @param {number} n
 */
export const count = (forms, n) => fill(forms[n === 1 ? 0 : 1] ?? "", n);
