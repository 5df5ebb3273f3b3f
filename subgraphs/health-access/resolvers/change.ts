import { asPayload, type UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";

/** Runs the service of a mutation and forgets what was read before it, so that its payload shows the new state. */
export async function change<Payload extends object>(
  context: HealthAccessContext,
  service: () => Promise<Payload>,
): Promise<Partial<Payload> & { userErrors: UserError[] }> {
  const payload = await asPayload(service);
  context.forget();
  return payload as Partial<Payload> & { userErrors: UserError[] };
}
