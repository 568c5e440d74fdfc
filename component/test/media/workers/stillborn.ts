// A worker that cannot start, as where a library is missing.
throw new Error("Juliet wakes too late");
