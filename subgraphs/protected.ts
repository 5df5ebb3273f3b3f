import { Directive } from "type-graphql";
import type { DataCategory, Purpose } from "./protection.ts";

/** Puts `@consent` on a type (its rows exist for those permitted) or on a nullable field. */
export const Protected = (category: DataCategory, purpose: Purpose) =>
  Directive(`@consent(category: ${category}, purpose: ${purpose})`);
