// Completes `npm run build`: what the compiled sources read beside themselves, and the schema, follow them into dist (or the folder given).
import { cpSync, existsSync } from "node:fs";

const target = process.argv[2] ?? "dist";
for (const folder of ["gateway", "subgraphs", "kit", "scripts", "schema"]) {
  if (existsSync(folder))
    cpSync(folder, `${target}/${folder}`, { recursive: true, filter: (path) => !path.endsWith(".ts") });
}
