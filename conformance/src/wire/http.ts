// HTTP as a check wants it: nothing followed, nothing kept, every answer whole.
import { Failure } from "../kit/check.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly text: string;
}

const TIMEOUT_MS = 30_000;

/** @throws Failure where nothing answers */
export async function http(method: string, url: string, init: RequestInit = {}): Promise<HttpAnswer> {
  try {
    const options = { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
    const response = await fetch(url, { method, ...options, ...init });
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, body, text: new TextDecoder().decode(body) };
  } catch (error) {
    const { cause, message } = error as Error;
    throw new Failure(`an answer to ${method} ${url}`, cause instanceof Error ? cause.message : message);
  }
}

export function showAnswer({ status, headers }: HttpAnswer): string {
  return `${status} with ${JSON.stringify(Object.fromEntries(headers)).slice(0, 400)}`;
}
