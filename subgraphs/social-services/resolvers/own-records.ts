import { createOwnRecordsResolver } from "../../own-records-resolver.ts";
import { Person } from "../entities/person.ts";
import { portability } from "../policies/portability.ts";

export const OwnRecordsResolver = createOwnRecordsResolver(Person, {
  source: "socialServices",
  keepers: "social services",
  keeping: "social services keep",
  portability,
});
