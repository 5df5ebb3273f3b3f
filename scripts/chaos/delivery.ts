import type { ApartHub } from "./apart-hub.ts";
import { until } from "./until.ts";
import { prescribe } from "./writes.ts";

/** A delivery that failed twice while its subscriber was still coming back is tried again ten seconds later, then twenty. */
const PATIENCE_SECONDS = 60;

/**
 * An event published now reaches its subscriber, since an acceptance opens a support; gives after how many milliseconds. Throws when
 * nothing can be published: what was not acknowledged says nothing about deliveries.
 */
export async function deliveryAgain(hub: ApartHub): Promise<number | undefined> {
  let id: string | undefined;
  const isPublished = async () => {
    id ??= (await prescribe(hub)).data?.prescribeHealthSupport?.prescription?.id;
    const { data } = await hub.client.ask({
      as: "claire",
      query: "mutation ($id: ID!) { acceptPrescription(input: { prescription: $id }) { userErrors { code } } }",
      variables: { id },
    });
    return Boolean(data?.acceptPrescription);
  };
  if ((await until(isPublished, PATIENCE_SECONDS)) === undefined) throw new Error("nothing can be published");
  return until(async () => {
    const rows = await hub.sql("health-access", "select from health_support where prescription_id = $1", [id]);
    return rows.length === 1;
  }, PATIENCE_SECONDS);
}
