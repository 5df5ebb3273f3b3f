import { createOwnRecordsResolver } from "../../own-records-resolver.ts";
import { Person } from "../entities/person.ts";
import { portability } from "../policies/portability.ts";

export const OwnRecordsResolver = createOwnRecordsResolver(Person, {
  source: "registry",
  keepers: "the registry",
  keeping: "the registry keeps",
  portability,
});
