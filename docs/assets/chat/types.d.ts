// Shapes shared by the chat's modules. Read by `npm run check`, never by a browser.

/** A section to go to. `location` is relative to the site's root: "guide/x/#anchor". */
type ChatLink = { title: string; breadcrumb: string[]; location: string };
/**
 * `landing`: the location with a text fragment; `key`: the words of the quotation that answer, ""
 * where no part stands out.
 */
type Citation = ChatLink & { quote: string; updated?: string | null; landing?: string; key?: string };

/** What `POST /api/ask` answers (docs/chatbot/http-api.md). Fields are only ever added. */
type Reply = {
  kind: "answer" | "clarification" | "abstention" | "smalltalk";
  text: string;
  citations: Citation[];
  choices: ChatLink[];
  suggestions: ChatLink[];
  related?: ChatLink[];
  reason: null | "not_covered" | "out_of_scope" | "declined";
  corrected_question?: string | null;
  understood_as?: string | null;
  index_id: string;
  is_weak?: boolean;
  /** The question asks for advice on law, tax or health, or on the asker's own decision. */
  is_advice?: boolean;
  /** Set when it comes from the copy in the browser, not from the service. */
  from_copy?: boolean;
};

type Problem = {
  code: "offline" | "slow" | "busy" | "away" | "refused" | "stopped";
  /** Unix milliseconds from which a retry may succeed. */
  retry_at?: number;
  message?: string;
  /** It was announced: an alert is one once. */
  said?: boolean;
};

/** One question and what came of it, as kept in sessionStorage. */
type Turn = {
  id: number;
  question: string;
  /** Earlier questions that were sent along. */
  history: string[];
  page: string;
  /** To be read as it is spelt. */
  exact?: boolean | undefined;
  reply?: Reply | undefined;
  problem?: Problem | undefined;
  copy?: Reply | undefined;
  vote?: "up" | "down";
  /** Names the vote: a later one replaces it. */
  vote_id?: string | undefined;
  suggested?: boolean;
  clarified?: boolean | undefined;
};

/**
 * `from`: turns up to this id are not sent along. `quote`: text of the page to ask about.
 * `muted`: the service takes no feedback.
 */
type Memory = {
  open: boolean;
  wide: boolean;
  from: number;
  quote: string;
  muted?: boolean;
  turns: Turn[];
};

type Feedback = {
  id: string | undefined;
  vote: "up" | "down";
  reasons: string[];
  note: string;
  question: string | null;
  share_question: boolean;
  index_id: string;
  location: string;
};

/** `turn`: the answer to go back to; null for the page before, 0 for none. */
type Mark = { path: string; anchor: string; quote: string; turn: number | null };

type Config = { endpoint?: string; questions?: string[] };

/** What an element may be given; false and nothing are left out. */
type Child = Node | string | null | undefined | false;

/** What the conversation does for whatever draws a turn. */
type Deeds = {
  follow(link: ChatLink & Partial<Citation>, turn: Turn): void;
  back(turn: number): void;
  ask(question: string, how?: AskHow): void;
  run(turn: Turn): void;
  none(turn: Turn): void;
  open(from?: Element | null, quote?: string): void;
  close(): void;
  stop(): void;
  reset(): void;
};
type AskHow = { page?: string; plain?: boolean; clarified?: boolean; exact?: boolean };

interface Window {
  document$?: { subscribe(next: () => void): unknown };
  faqChat?: typeof import("./loader.js").chatApi;
}
