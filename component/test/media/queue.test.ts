import { expect, test } from "@jest/globals";
import { createQueue } from "../../src/media/queue.ts";

/** Tasks that end when told to, and what runs at a time. */
function tasks() {
  const running: string[] = [];
  const started: string[] = [];
  const ends = new Map<string, (fail?: boolean) => void>();
  const task = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      running.push(name);
      started.push(name);
      ends.set(name, (fail) => {
        running.splice(running.indexOf(name), 1);
        if (fail) reject(new Error(name));
        else resolve(name);
      });
    });
  return { running, started, task, end: (name: string, fail?: boolean) => ends.get(name)!(fail) };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("runs so many at once, in the order they came", async () => {
  const { running, started, task, end } = tasks();
  const queue = createQueue({ concurrency: 2, waiting: 10 });
  const all = ["a", "b", "c", "d"].map((name) => queue.run(task(name)));
  expect(running).toEqual(["a", "b"]);
  end("a");
  await settle();
  expect(running).toEqual(["b", "c"]);
  end("b");
  end("c");
  await settle();
  end("d");
  expect(await Promise.all(all)).toEqual(["a", "b", "c", "d"]);
  expect(started).toEqual(["a", "b", "c", "d"]);
});

test("a task that fails gives its place to the next", async () => {
  const { running, task, end } = tasks();
  const queue = createQueue({ concurrency: 1, waiting: 10 });
  const failing = queue.run(task("a"));
  const next = queue.run(task("b"));
  end("a", true);
  await expect(failing).rejects.toThrow("a");
  expect(running).toEqual(["b"]);
  end("b");
  await next;
});

test("a place is free again when nobody waits", async () => {
  const { running, task, end } = tasks();
  const queue = createQueue({ concurrency: 1, waiting: 0 });
  for (const name of ["a", "b"]) {
    const done = queue.run(task(name));
    expect(running).toEqual([name]);
    end(name);
    await done;
  }
});

test("refuses at once where too many wait", async () => {
  const { task, end } = tasks();
  const queue = createQueue({ concurrency: 1, waiting: 1 });
  const first = queue.run(task("a"));
  const second = queue.run(task("b"));
  await expect(queue.run(task("c"))).rejects.toMatchObject({ code: "rate-exceeded" });
  end("a");
  await first;
  end("b");
  await second;
});
