// Completes `npm run build`: what the compiled sources read beside themselves, and the schema, follow them into dist.
import { cpSync, existsSync } from "node:fs";

for (const folder of ["gateway", "subgraphs", "kit", "scripts", "schema"]) {
  if (existsSync(folder))
    cpSync(folder, `dist/${folder}`, { recursive: true, filter: (path) => !path.endsWith(".ts") });
}
