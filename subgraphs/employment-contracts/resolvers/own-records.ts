import { createOwnRecordsResolver } from "../../own-records-resolver.ts";
import { Person } from "../entities/person.ts";
import { portability } from "../policies/portability.ts";

export const OwnRecordsResolver = createOwnRecordsResolver(Person, {
  source: "employmentContracts",
  keepers: "those who hold contracts",
  keeping: "those who hold contracts keep",
  portability,
});
