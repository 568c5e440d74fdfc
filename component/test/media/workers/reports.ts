// A worker that answers with what it is: its process, and the names in its environment.
process.on("message", () => {
  const bytes = Buffer.from(JSON.stringify({ pid: process.pid, env: Object.keys(process.env) }));
  process.send?.({ medium: { bytes, mediaType: "application/json" } });
});
process.send?.("ready");
