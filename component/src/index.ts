// The component, for programs that run it inside: tests, the demo and the bench.
export { createApp, type App, type AppDeps } from "./app.ts";
export { configOf, loadConfig, type Config, type Loaded } from "./config.ts";
export { createLog, silentLog, LOG_LEVELS, type Log, type LogLevel } from "./log.ts";
export { createFfmpeg, type Ffmpeg } from "./media/ffmpeg.ts";
export { findFfmpeg } from "./media/find-ffmpeg.ts";
export { createMediaPipeline, type MediaPipelineOptions, type WorkingMediaPipeline } from "./media/pipeline.ts";
export { NAME, VERSION } from "./version.ts";
export { fillSqliteStore, type Filling } from "./store/sqlite/fill.ts";
