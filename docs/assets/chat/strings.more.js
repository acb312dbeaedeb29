// What the chat says in the parts that are fetched when they are needed.
import { dir } from "./strings.js";

export const en = {
  hid: "We hid {x} before sending.",
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
  unsent: "Feedback was not sent. Your note is kept; try again.",
  back: "Back to answer",
  marked: "The quotation is marked. Escape returns to the answer.",
  moved: "The page has changed since; this is the section.",
  row: "Ask: “{x}”",
  select: "Ask about this",
};

export const more = dir === "rtl" ? (await import("./strings.ur.js")).more : en;
