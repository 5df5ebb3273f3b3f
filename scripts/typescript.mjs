// Runs the TypeScript sources directly: Node strips types by itself but knows neither decorators nor their metadata.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { transformSync } from "@swc/core";

export const swcOptions = {
  jsc: {
    target: "es2023",
    parser: { syntax: "typescript", decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: "es6" },
  sourceMaps: "inline",
};

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith(".ts") || url.includes("/node_modules/")) return nextLoad(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, "utf8"), { ...swcOptions, filename });
    return { format: "module", source: code, shortCircuit: true };
  },
});
