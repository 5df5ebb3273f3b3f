import type { EventConsumer } from "../../../kit/events.ts";
import { keepPrescription } from "../repositories/standings.ts";
import { readHolding } from "./read-holding.ts";

/** A prescription was addressed to an organisation; told again it changes nothing. */
export const receivePrescriptionAddressed: EventConsumer = async (event, em) =>
  keepPrescription(em, readHolding(event));
