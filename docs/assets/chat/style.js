/** The panel's style sheet; `guide build` puts its text here. */
export const css = await fetch(new URL("chat.css", import.meta.url)).then((it) => it.text());
