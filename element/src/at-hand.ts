/** Elements show bytes that are here, verified: an address is no such thing, and nobody is to learn who looks. */
export const isAtHand = (url: string) => /^(blob|data):/i.test(url);
