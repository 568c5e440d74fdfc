// Which hosts a candidate may name (draft, section 8.9): addresses where others are, and no names but a proxy's.

const V4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const LOOPBACK = /^(?:127\.|0\.|::1$|::ffff:127\.)/i;
/** Link-local and multicast, the unspecified address and the broadcast one. */
const NOBODYS = /^(?:169\.254\.|2(?:2[4-9]|3\d)\.|255\.255\.255\.255$|fe[89ab][\da-f]:|ff[\da-f]{2}:|::$)/i;

/** An IP address, IPv6 perhaps in brackets. */
export function isAddress(host: string): boolean {
  return V4.test(host) || unbracketed(host).includes(":");
}
export function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
/** IPv6 can say an IPv4 address as well, in several ways: what is told by it is read as that. */
function plain(address: string): string {
  const host = unbracketed(address).toLowerCase();
  const hex = /^(?:0{0,4}:)*(?:0{1,4}:|:)?:?ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(host);
  if (hex) {
    const [high, low] = [Number.parseInt(hex[1]!, 16), Number.parseInt(hex[2]!, 16)];
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return host.replace(/^.*ffff:(?=(?:\d{1,3}\.){3})/, "").replace(/^(?:0{1,4}:)+(?=0{0,3}1$|:)/, ":");
}
export function isLoopback(address: string): boolean {
  return LOOPBACK.test(plain(address)) || /^[0:]*:0{0,3}1$/.test(plain(address));
}
/** An address that somebody else may be found at. */
export function isReachable(address: string): boolean {
  return !isLoopback(address) && !NOBODYS.test(plain(address)) && !/^[0:]+$/.test(plain(address));
}
