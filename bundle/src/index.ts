export { bundleForBrowsers, type Bundle, type BundleFile, type BundleOptions } from "./bundle.ts";
