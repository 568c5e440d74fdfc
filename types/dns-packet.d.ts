// What the testbed uses of dns-packet, which ships no types.
declare module "dns-packet" {
  export interface Question {
    readonly type: string;
    readonly name: string;
  }
  export interface ServiceRecord {
    readonly type: "SRV";
    readonly name: string;
    readonly ttl: number;
    readonly data: {
      readonly port: number;
      readonly target: string;
      readonly priority: number;
      readonly weight: number;
    };
  }
  export interface Packet {
    readonly type: "query" | "response";
    readonly id: number;
    readonly flags: number;
    readonly questions: readonly Question[];
    readonly answers: readonly ServiceRecord[];
  }
  export const AUTHORITATIVE_ANSWER: number;
  export const RECURSION_DESIRED: number;
  export const RECURSION_AVAILABLE: number;
  export function encode(packet: Packet): Uint8Array;
  export function decode(bytes: Uint8Array): Packet;
}
