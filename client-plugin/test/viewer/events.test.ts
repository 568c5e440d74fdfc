import { expect, jest, test } from "@jest/globals";
import { createEvents } from "../../src/events.ts";

test("listeners are called in order, once where asked for, and not after they were taken back", () => {
  const events = createEvents();
  const heard: string[] = [];
  const on = () => heard.push("on");
  events.on("settled", on);
  events.once("settled", () => heard.push("once"));
  events.emit("settled");
  events.emit("settled");
  events.off("settled", on);
  events.emit("settled");
  expect(heard).toEqual(["on", "once", "on"]);
});

test("a listener for once can be taken back by its own name", () => {
  const events = createEvents();
  const listener = jest.fn();
  events.once("settled", listener);
  events.off("settled", listener);
  events.emit("settled");
  expect(listener).not.toHaveBeenCalled();
});

test("a listener that takes itself back keeps none of the others from being called", () => {
  const events = createEvents();
  const other = jest.fn();
  const listener = () => events.off("settled", listener);
  events.on("settled", listener);
  events.on("settled", other);
  events.emit("settled");
  expect(other).toHaveBeenCalledTimes(1);
});

test("a listener that throws keeps none of the others from being called, and its error is not lost", () => {
  const events = createEvents();
  const other = jest.fn();
  const uncaught: (() => void)[] = [];
  const spy = jest.spyOn(globalThis, "queueMicrotask").mockImplementation((run) => void uncaught.push(run));
  events.on("settled", () => {
    throw new Error("in the host");
  });
  events.on("settled", other);
  events.emit("settled");
  spy.mockRestore();
  expect(other).toHaveBeenCalledTimes(1);
  expect(uncaught[0]).toThrow("in the host");
});
