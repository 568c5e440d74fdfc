// A worker that keeps as many megabytes as it is told to, as a decoder of a bomb would.
process.on("message", ({ megabytes }: { megabytes: number }) => {
  const kept = Array.from({ length: megabytes }, () => Buffer.alloc(2 ** 20, 1));
  process.send?.({ medium: { bytes: kept[0]!.subarray(0, 1), mediaType: "ate" } });
});
process.send?.("ready");
