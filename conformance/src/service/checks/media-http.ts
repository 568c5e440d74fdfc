// Section 11.3: media over HTTP.
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { eventually, pause } from "../../kit/wait.ts";
import { http, type HttpAnswer, showAnswer } from "../../wire/http.ts";
import { lookOf, mediaOf } from "../looks.ts";
import { fetchScheme, resultOf } from "../verbs.ts";
import { NS } from "@status-scheme/protocol";
import type { ServiceWorld } from "../world.ts";

const GOOD_FOR_MS = 5 * 60_000;

/** The image's URL for the one who asks. */
async function urlFor(world: ServiceWorld, by: "owner" | "peer"): Promise<string> {
  await world.baseline();
  await world.openToContacts();
  const reply = await fetchScheme(world[by], world.service, world.owner.bare);
  const [image] = mediaOf(lookOf(resultOf(reply, "fetch").getChild("scheme", NS), "available"));
  expectThat(image?.urls[0] !== undefined, "an image with a URL", () => String(reply));
  return image.urls[0];
}

/** The same URL but for its last part. */
function forged(url: string, last: (text: string) => string): string {
  const made = new URL(url);
  const parts = made.pathname.split("/");
  made.pathname = [...parts.slice(0, -1), last(parts.at(-1)!)].join("/");
  return made.href;
}
const flip = (text: string) => text.slice(0, -5) + (text.at(-5) === "A" ? "B" : "A") + text.slice(-4);

/** Answers of all sorts: a medium, a refusal, a preflight. */
async function answers(world: ServiceWorld): Promise<readonly HttpAnswer[]> {
  const url = await urlFor(world, "peer");
  return [await http("GET", url), await http("GET", forged(url, flip)), await preflight(url)];
}
const preflight = (url: string, method = "GET") =>
  http("OPTIONS", url, { headers: { origin: "https://kit.example", "access-control-request-method": method } });

const everyAnswer = (holds: string, name: string, isRight: (value: string) => boolean, expected: string) => ({
  holds: [holds],
  run: async (world: ServiceWorld) => {
    for (const answer of await answers(world)) {
      expectThat(isRight(answer.headers.get(name) ?? ""), `${name}: ${expected}`, () => showAnswer(answer));
    }
  },
});

export const mediaHttp: readonly Check<ServiceWorld>[] = [
  {
    holds: ["media-url-unguessable"],
    run: async (world) => {
      const [mine, theirs] = [await urlFor(world, "owner"), await urlFor(world, "peer")];
      const secret = new URL(theirs).pathname.split("/").at(-1)! + new URL(theirs).search;
      // 96 bits in base64url are 16 characters.
      expectThat(mine !== theirs && secret.length >= 16, "a long URL for each who asks", () => `${mine} and ${theirs}`);
    },
  },
  {
    holds: ["media-403-alike"],
    run: async (world) => {
      const url = await urlFor(world, "peer");
      const [one, other] = [
        await http("GET", forged(url, flip)),
        await http(
          "GET",
          forged(url, () => "nobody-made-this"),
        ),
      ];
      const isAlike = one.status === 403 && other.status === 403 && one.text === other.text;
      expectThat(
        isAlike,
        "403, and the same, to URLs that were not made",
        () => `${showAnswer(one)}, ${showAnswer(other)}`,
      );
    },
  },
  {
    holds: ["media-url-good-for-a-while"],
    needs: ["slow"],
    run: async (world) => {
      const url = await urlFor(world, "peer");
      await pause(GOOD_FOR_MS);
      const answer = await http("GET", url);
      expectThat(answer.status === 200, "200 five minutes later", () => showAnswer(answer));
    },
  },
  {
    holds: ["media-url-ends-with-sight"],
    run: async (world) => {
      const url = await urlFor(world, "peer");
      const first = await http("GET", url);
      expectThat(first.status === 200, "200 while the contact may see", () => showAnswer(first));
      await world.setAccess({ model: "whitelist", allowed: [] });
      let last = first;
      const ended = await eventually(world.times.minuteMs, async () => {
        last = await http("GET", url);
        return last.status === 403 || undefined;
      });
      expectThat(ended === true, "403 once the contact may not see", () => showAnswer(last));
    },
  },
  {
    holds: ["media-get-and-head"],
    run: async (world) => {
      const url = await urlFor(world, "peer");
      const [get, head] = [await http("GET", url), await http("HEAD", url)];
      const isSo = get.status === 200 && head.status === 200 && head.body.length === 0;
      expectThat(isSo, "200 to GET and HEAD", () => `${showAnswer(get)}, ${showAnswer(head)}`);
      const length = head.headers.get("content-length");
      expectThat(length === String(get.body.length), "the same length in both", () => showAnswer(head));
    },
  },
  {
    holds: ["media-headers"],
    run: async (world) => {
      const answer = await http("GET", await urlFor(world, "peer"));
      const missing = ["content-type", "content-length", "etag"].filter((name) => !answer.headers.has(name));
      expectThat(missing.length === 0, "Content-Type, Content-Length and ETag", () => `none of ${missing.join(", ")}`);
    },
  },
  {
    holds: ["media-cache-control"],
    run: async (world) => {
      const answer = await http("GET", await urlFor(world, "peer"));
      const control = answer.headers.get("cache-control") ?? "";
      const isSo = /(^|,)\s*private\b/.test(control) && /\bmax-age=\d+/.test(control);
      expectThat(isSo, "Cache-Control with private and max-age", () => control);
    },
  },
  everyAnswer("media-nosniff", "x-content-type-options", (value) => value === "nosniff", "nosniff"),
  everyAnswer(
    "media-csp",
    "content-security-policy",
    (value) => value.includes("default-src 'none'"),
    "default-src 'none'",
  ),
  everyAnswer("media-cors", "access-control-allow-origin", (value) => value === "*", "*"),
  {
    holds: ["media-preflight"],
    run: async (world) => {
      const url = await urlFor(world, "peer");
      for (const answer of [await preflight(url), await preflight(url, "PUT")]) {
        expectThat(answer.status === 200 || answer.status === 204, "2xx to a preflight", () => showAnswer(answer));
      }
    },
  },
  {
    holds: ["media-ranges"],
    run: async (world) => {
      const url = await urlFor(world, "peer");
      const part = await http("GET", url, { headers: { range: "bytes=0-3" } });
      const isPart = part.status === 206 && part.text === "RIFF";
      if (part.status === 200) throw new NotSupported("this service answers ranges in full");
      expectThat(isPart, "206 with the first four bytes", () => showAnswer(part));
    },
  },
];
