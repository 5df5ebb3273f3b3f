import { randomUUID } from "node:crypto";
import { roles } from "../../subgraphs/protection.ts";
import { insertRows } from "./insert-rows.ts";
import type { TestHub } from "./open-test-hub.ts";

/** Gives a professional of the cast every role there is, in the organisation she is already a member of. */
export async function giveEveryRole(hub: TestHub, name: string): Promise<void> {
  const [held] = await hub.sql(
    "consent",
    "select m.* from membership m join professional p on p.id = m.professional_id where p.subject = ?",
    [`development|${name}`],
  );
  const others = Object.keys(roles).filter((role) => role !== held.role);
  await insertRows(
    hub,
    "consent",
    "membership",
    others.map((role) => ({ ...held, id: randomUUID(), role })),
  );
}
