/** The panel's style sheet and what it adds to the page's; `guide build` puts their text here. */
export const css = await fetch(new URL("chat.css", import.meta.url)).then((it) => it.text());
export const pageCss = await fetch(new URL("page.css", import.meta.url)).then((it) => it.text());
