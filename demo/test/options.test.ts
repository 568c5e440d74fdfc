import { expect, test } from "@jest/globals";
import { HELP, parseOptions } from "../src/options.ts";

test("runs on free ports until stopped, unless told otherwise", () => {
  expect(parseOptions([], {})).toEqual({
    help: false,
    once: false,
    ports: {},
    mediaPort: undefined,
    pagesPort: undefined,
  });
  expect(parseOptions(["--once"], { DEMO_C2S_PORT: "15222", DEMO_MEDIA_PORT: "15380", DEMO_HTTP_PORT: "" })).toEqual({
    help: false,
    once: true,
    ports: { c2s: 15222 },
    mediaPort: 15380,
    pagesPort: undefined,
  });
});

test.each(["0", "65536", "5222.5", "http", "-1"])("refuses port %s, naming the variable", (port) => {
  expect(() => parseOptions([], { DEMO_TLS_PORT: port })).toThrow(`DEMO_TLS_PORT is ${port}`);
});

test("refuses what it does not know", () => {
  expect(() => parseOptions(["--twice"], {})).toThrow("--twice");
  expect(() => parseOptions(["twice"], {})).toThrow("twice");
});

test("its help names every port's variable", () => {
  for (const name of ["C2S", "TLS", "COMPONENT", "HTTP", "MEDIA", "PAGES"]) expect(HELP).toContain(`DEMO_${name}_PORT`);
});
