// The digest that names media: on the wire (XEP-0300), in caches, and in what is verified.

/** SHA-256, base64: XEP-0300's form. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
