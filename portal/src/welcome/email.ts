/** Whether it has the form of an address; only a mail shows whether it is one. */
export const looksLikeEmail = (text: string): boolean => /^[^\s@<>]+@[^\s@<>]+$/.test(text.trim())
