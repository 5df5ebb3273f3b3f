import type { Page } from "../kit/connection.ts";
import type { PortableRecord } from "../kit/portable-record.ts";
import { listPortableRecords, type Portability } from "../kit/portable-records.ts";
import type { RequestContext } from "../kit/subgraph.ts";
import { rule } from "./protection.ts";

/**
 * A page of every record a subgraph keeps about the viewer herself (GDPR, art. 15 and 20); null for anybody else. The
 * registry confirms that she is who the records are about, and logs that they were asked for; when it cannot, nothing is shown.
 */
export async function ownRecords(
  { em, viewer, enforcement }: RequestContext,
  portability: Portability,
  person: string,
  page: { first: number; after?: string | null },
): Promise<Page<PortableRecord> | null> {
  if (!viewer?.dataSubject || viewer.dataSubject !== person) return null;
  const herself = { subject: person, holder: null };
  if (!(await enforcement.isPermitted(herself, rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION"), "READ")))
    return null;
  return listPortableRecords(em, portability, person, page);
}
