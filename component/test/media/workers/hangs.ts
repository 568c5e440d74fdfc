// A worker that reads its job and never answers, nor lets anything else run.
process.on("message", () => {
  for (;;);
});
process.send?.("ready");
