export { bundleForBrowsers, type Bundle, type BundleFile, type BundleOptions } from "./bundle.ts";
export { ENTRIES } from "./entries.ts";
