import type { ApartHub } from "./apart-hub.ts";
import { until } from "./until.ts";
import { prescribe } from "./writes.ts";

/** An event published now reaches its subscriber, since an acceptance opens a support; gives after how many milliseconds. */
export async function deliveryAgain(hub: ApartHub): Promise<number | undefined> {
  const { data } = await prescribe(hub);
  const id = data?.prescribeHealthSupport?.prescription?.id;
  if (!id) return undefined;
  await hub.client.ask({
    as: "claire",
    query: "mutation ($id: ID!) { acceptPrescription(input: { prescription: $id }) { userErrors { code } } }",
    variables: { id },
  });
  return until(async () => {
    const rows = await hub.sql("health-access", "select from health_support where prescription_id = $1", [id]);
    return rows.length === 1;
  }, 20);
}
