// A worker with a defect.
process.on("message", () => process.send?.({ defect: "TypeError: Illo" }));
process.send?.("ready");
