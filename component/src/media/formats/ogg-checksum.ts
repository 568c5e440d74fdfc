// The checksum of an Ogg page (RFC 3533, 6): CRC-32 with polynomial 04c11db7, not reflected, its own field taken for zero.
const FIELD = 22;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

export function oggChecksum(page: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= FIELD && i < FIELD + 4 ? 0 : page[i]!;
    crc = ((crc << 8) ^ TABLE[(crc >>> 24) ^ byte]!) >>> 0;
  }
  return crc;
}
