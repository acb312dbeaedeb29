/** @type {(root: HTMLElement, signal: AbortSignal, hash: string) => Promise<void>} */
export const mount = async () => {};
