export { bundleForBrowsers, type Bundle, type BundleFile, type BundleOptions } from "./bundle.ts";
export { BUNDLES, ENTRIES } from "./entries.ts";
