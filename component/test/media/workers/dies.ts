// A worker that a file takes down, as a fault in a decoder would.
process.on("message", () => process.kill(process.pid, "SIGSEGV"));
process.send?.("ready");
